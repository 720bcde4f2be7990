// Links are built right and never lead out of the console.
import { describe, expect, it } from 'vitest';
import { crumbsOf, isCurrent, routes, safeReturnPath } from './routes';

describe('routes', () => {
  it('leaves out empty filters and joins lists', () => {
    expect(routes.runs()).toBe('/runs');
    expect(routes.runs({ status: [], q: '' })).toBe('/runs');
    expect(routes.runs({ status: ['waiting', 'failed'], agent: 'refunds' })).toBe(
      '/runs?status=waiting%2Cfailed&agent=refunds',
    );
  });

  it('encodes ids', () => {
    expect(routes.run('a/b c', { seq: 0, view: 'json' })).toBe('/runs/a%2Fb%20c?seq=0&view=json');
    expect(routes.approval('x?y')).toBe('/approvals/x%3Fy');
  });

  it('says where the queue is narrowed, and which agent is to be started', () => {
    expect(routes.approvals({ show: 'soon' })).toBe('/approvals?show=soon');
    expect(routes.approval('7', { status: 'decided' })).toBe('/approvals/7?status=decided');
    expect(routes.runs({ start: '*' })).toBe('/runs?start=*');
  });

  it('says that a session has ended', () => {
    expect(routes.signIn('/runs', 'ended')).toBe('/sign-in?returnTo=%2Fruns&why=ended');
  });

  it('keeps the place to return to', () => {
    expect(routes.signIn()).toBe('/sign-in');
    expect(routes.signIn('/approvals/7?agent=refunds')).toBe(
      '/sign-in?returnTo=%2Fapprovals%2F7%3Fagent%3Drefunds',
    );
  });
});

describe('safeReturnPath', () => {
  it.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '',
    '/a b',
    '/x\\y',
  ])('refuses %j', (path) => {
    expect(safeReturnPath(path)).toBe('/');
  });

  it('never returns to the sign-in page itself', () => {
    expect(safeReturnPath('/sign-in?returnTo=/runs')).toBe('/');
  });

  it('lets places of the console pass', () => {
    expect(safeReturnPath('/runs/1?seq=3')).toBe('/runs/1?seq=3');
    expect(safeReturnPath(undefined)).toBe('/');
  });
});

describe('crumbsOf', () => {
  it('names page and section', () => {
    expect(crumbsOf('/')).toEqual([{ label: 'Overview' }]);
    expect(crumbsOf('/runs')).toEqual([{ label: 'Runs' }]);
    expect(crumbsOf('/runs/r%201')).toEqual([
      { label: 'Runs', href: '/runs' },
      { label: 'r 1', mono: true },
    ]);
    expect(crumbsOf('/spend/reconciliation').at(-1)).toEqual({ label: 'Reconciliation' });
    expect(crumbsOf('/runs/50%').at(-1)?.label).toBe('50%');
    expect(crumbsOf('/nowhere')).toEqual([{ label: 'Bulkhead' }]);
  });
});

describe('isCurrent', () => {
  it('marks a section for its pages and the overview for itself', () => {
    expect(isCurrent('/runs', '/runs/7')).toBe(true);
    expect(isCurrent('/runs', '/runs-of-others')).toBe(false);
    expect(isCurrent('/', '/runs')).toBe(false);
    expect(isCurrent('/', '/')).toBe(true);
  });
});
