// The address alone says which view is shown, and every filter of a page can be kept in one.
import { describe, expect, it } from 'vitest';
import { type SavedViewShape, VIEW_PAGES } from '@/lib/contract/view';
import { type AgentFilters, type ApprovalFilters, type CatalogFilters, routes } from '@/lib/routes';
import { auditFilterParsers } from '../audit/audit-filters';
import { runFilterParsers } from '../runs/run-filters';
import { hrefOfView, shownView } from './shown-view';

const view = (name: string, query: string, own = true): SavedViewShape => ({
  id: name,
  page: 'runs',
  name,
  query,
  shared: !own,
  version: 1,
  owner: 'Ada Obi',
  own,
  mayChange: own,
  createdAt: '2026-11-19T00:00:00.000Z',
  updatedAt: '2026-11-19T00:00:00.000Z',
});
const shown = (address: string, views: SavedViewShape[]) =>
  shownView('runs', views, new URLSearchParams(address)).view?.name;

describe('shownView', () => {
  const views = [
    view('theirs', 'status=failed', false),
    view('mine', 'status=failed'),
    view('lamps', 'q=lamp'),
  ];
  it('finds the one that says the same, in whatever order the address says it', () => {
    expect(shown('q=lamp&start=*', views)).toBe('lamps');
    expect(shown('status=failed', views)).toBe('mine');
    expect(shown('status=failed&q=lamp', views)).toBeUndefined();
    expect(shown('', views)).toBeUndefined();
  });
  it('leads back to the same view', () => {
    expect(hrefOfView('/runs', 'q=lamp')).toBe('/runs?q=lamp');
    expect(hrefOfView('/runs', '')).toBe('/runs');
  });
});

describe('VIEW_PAGES', () => {
  it('know every filter of the runs and the approvals', () => {
    expect([...VIEW_PAGES.runs.filters]).toEqual(expect.arrayContaining(Object.keys(runFilterParsers)));
    const approvals: Required<ApprovalFilters> = { status: 'decided', show: 'soon', agent: 'a', tool: 't' };
    const names = [...new URL(routes.approvals(approvals), 'http://localhost').searchParams.keys()];
    expect(names.toSorted()).toEqual([...VIEW_PAGES.approvals.filters].toSorted());
  });
  it('know every filter of the agents, the tools and the record', () => {
    const agents: Required<AgentFilters> = { q: 'a', archived: 'only' };
    const tools: Required<CatalogFilters> = { tab: 'models', q: 'a', archived: 'only' };
    const inLink = (link: string) => [...new URL(link, 'http://localhost').searchParams.keys()].toSorted();
    expect([...VIEW_PAGES.agents.filters].toSorted()).toEqual(inLink(routes.agents(agents)));
    expect([...VIEW_PAGES.tools.filters].toSorted()).toEqual(inLink(routes.tools(tools)));
    const { event, ...record } = auditFilterParsers;
    expect([...VIEW_PAGES.audit.filters].toSorted()).toEqual(Object.keys(record).toSorted());
  });
});
