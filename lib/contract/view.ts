// Saved views on the wire: a list of the console and the filters in its address, under a name. Refuses parameters that are no filter of
// the page, so that a shared link can't do more than narrow a list.
import { z } from 'zod';
import type { Scope } from '../domain/principal';
import { cursorParam, limitParam, pageOf, timestamp, uuid } from './page';

/** Lists that views are kept of: their filters in the order in which they are written, and the scope that the page asks for. */
export const VIEW_PAGES = {
  runs: {
    filters: [
      'status',
      'waiting',
      'trigger',
      'agent',
      'label',
      'thread',
      'q',
      'error',
      'since',
      'until',
      'dry',
    ],
    needs: 'runs:read',
  },
  approvals: { filters: ['status', 'show', 'agent', 'tool'], needs: 'approvals:read' },
  agents: { filters: ['q', 'archived'], needs: 'agents:read' },
  /** The models stand behind a tab of the same page. */
  tools: { filters: ['tab', 'q', 'archived'], needs: 'tools:read' },
  audit: { filters: ['actor', 'action', 'entity', 'since', 'until', 'q'], needs: 'audit:read' },
} as const satisfies Readonly<Record<string, { filters: readonly string[]; needs: Scope }>>;
export type ViewPage = keyof typeof VIEW_PAGES;

export const viewPage = z.enum(Object.keys(VIEW_PAGES) as [ViewPage, ...ViewPage[]]); // safe because the keys are what the type is made of

const MOST_CHARACTERS = 1_000;
/** Counted of one person on one page. */
export const MOST_VIEWS = 50;

const viewName = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^[^\p{Cc}]*$/u, 'must be one line of text');
const viewQuery = z.string().max(MOST_CHARACTERS);

export const savedViewShape = z.strictObject({
  id: uuid,
  page: viewPage,
  name: z.string(),
  query: z.string(),
  shared: z.boolean(),
  version: z.int(),
  /** Whose it is, and whether that is who asks. */
  owner: z.string(),
  own: z.boolean(),
  /** Whether whoever asks may change or delete it. */
  mayChange: z.boolean(),
  createdAt: timestamp,
  updatedAt: timestamp,
});
export type SavedViewShape = z.infer<typeof savedViewShape>;
export const savedViewPage = pageOf(savedViewShape);

export const listViewsQuery = z.strictObject({ page: viewPage, limit: limitParam, cursor: cursorParam });
export type ListViewsQuery = z.output<typeof listViewsQuery>;

export const replaceViewBody = z.strictObject({ name: viewName, query: viewQuery, shared: z.boolean() });
export type ReplaceViewBody = z.output<typeof replaceViewBody>;
export const createViewBody = z.strictObject({ page: viewPage, ...replaceViewBody.shape });
export type CreateViewBody = z.output<typeof createViewBody>;

/** The filters of a page in an address's query, in the page's order; everything else (an open form, a cursor) left out. */
export function filtersIn(page: ViewPage, params: URLSearchParams): string {
  const kept = new URLSearchParams();
  for (const name of VIEW_PAGES[page].filters) {
    const value = params.get(name);
    if (value !== null && value !== '') kept.set(name, value);
  }
  return kept.toString();
}

/** What is wrong with the query of a view; null when every part of it is a filter of the page, said once and readable. */
export function problemOfViewQuery(page: ViewPage, query: string): string | null {
  const params = [...new URLSearchParams(query)];
  if (params.length === 0) return 'must hold a filter: without one the page shows everything';
  const names = params.map(([name]) => name);
  const foreign = names.find((name) => !(VIEW_PAGES[page].filters as readonly string[]).includes(name)); // safe because only membership is asked
  if (foreign !== undefined) return `${foreign.slice(0, 40)} is no filter of this page`;
  if (new Set(names).size < names.length) return 'names a filter twice';
  if (filtersIn(page, new URLSearchParams(query)).length > MOST_CHARACTERS) return 'is too long';
  const empty = params.find(([, value]) => value === '' || /\p{Cc}/u.test(value));
  return empty === undefined ? null : `${empty[0]} says nothing that can be read`;
}
