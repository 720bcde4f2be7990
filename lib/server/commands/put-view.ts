// Keeps the filters of a list under a name, and changes what was kept. What everybody sees is audited; a view of one's own is nobody's affair.
import 'server-only';
import {
  type CreateViewBody,
  filtersIn,
  MOST_VIEWS,
  problemOfViewQuery,
  type ReplaceViewBody,
  type SavedViewShape,
  VIEW_PAGES,
  type ViewPage,
  viewPage,
} from '../../contract/view';
import { RequestError } from '../../domain/errors';
import { actorOf } from '../../domain/principal';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import type { Transaction } from '../../store/prisma';
import { addView, changeView, countViews, lockViewsOf, viewForChange } from '../../store/write/saved-views';
import { mayChangeView, personOf, requireScope } from '../authorize';
import { requireVersion } from '../http/if-match';
import { noSuchView, readView } from '../queries/views';
import { refusedTo } from '../refusals/refused-actor';
import type { CommandContext } from './command-context';
import { derivedId } from './derived-id';
import { refuseProblems } from './put-version';

/** @throws RequestError forbidden for a key of nobody's, invalid_request, conflict */
export async function createView(
  { app, principal, requestId, intent }: CommandContext,
  { page, name, query, shared }: CreateViewBody,
): Promise<SavedViewShape> {
  requireScope(principal, VIEW_PAGES[page].needs);
  const ownerId = personOf(principal);
  if (ownerId === null)
    throw new RequestError('forbidden', 'A view is a person’s: this key belongs to no person.');
  const view = { page, name, query: requireQuery(page, query), shared };
  const id = intent === null ? app.ids.timeOrdered() : derivedId(intent, principal, app.hash, 'view');
  await inTransaction(app.db, 'create view', async (tx) => {
    await lockViewsOf(tx, ownerId);
    // Made under this very key before a crash kept its answer from being kept.
    if ((await viewForChange(tx, id)) !== null) return;
    const count = await requireFreeName(tx, { ownerId, page, name, id });
    if (count >= MOST_VIEWS)
      throw new RequestError('conflict', `You keep ${MOST_VIEWS} views of this page. Delete one first.`);
    await addView(tx, { ...view, id, ownerId });
    if (!shared) return;
    const entry = {
      actor: actorOf(principal),
      action: 'view.put',
      entity: { kind: 'view', id },
      after: view,
      requestId,
    } as const;
    await appendAudit(tx, entry, app.hash);
  });
  app.hints.publish([{ topic: 'views', id }]);
  return readView(app, principal, id);
}

export type ReplaceView = ReplaceViewBody & { readonly id: string; readonly ifMatch: number | 'any' | null };

/** The same again changes nothing. @throws RequestError not_found, forbidden, version_mismatch, invalid_request, conflict */
export async function replaceView(
  { app, principal, requestId }: CommandContext,
  { id, name, query, shared, ifMatch }: ReplaceView,
): Promise<SavedViewShape> {
  await inTransaction(app.db, 'replace view', async (tx) => {
    const before = await viewForChange(tx, id);
    if (before === null) throw noSuchView();
    if (!before.shared && personOf(principal) !== before.ownerId) throw refusedTo(principal, noSuchView());
    const page = viewPage.parse(before.page);
    requireScope(principal, VIEW_PAGES[page].needs);
    if (!mayChangeView(principal, before)) throw notYours();
    requireVersion(ifMatch, before.version);
    const after = { name, query: requireQuery(page, query), shared };
    if (before.name === name && before.query === after.query && before.shared === shared) return;
    await lockViewsOf(tx, before.ownerId);
    await requireFreeName(tx, { ownerId: before.ownerId, page, name, id });
    await changeView(tx, id, after);
    if (!before.shared && !shared) return;
    const was = { page, name: before.name, query: before.query, shared: before.shared };
    const entry = {
      actor: actorOf(principal),
      action: 'view.put',
      entity: { kind: 'view', id },
      before: was,
      after: { page, ...after },
      requestId,
    } as const;
    await appendAudit(tx, entry, app.hash);
  });
  app.hints.publish([{ topic: 'views', id }]);
  return readView(app, principal, id);
}

export function notYours(): RequestError {
  return new RequestError('forbidden', 'Only its owner or an administrator changes a shared view.');
}

/** In the page's order, so that two addresses that say the same are the same view. */
function requireQuery(page: ViewPage, query: string): string {
  const message = problemOfViewQuery(page, query);
  if (message !== null) refuseProblems([{ path: '/query', message }]);
  return filtersIn(page, new URLSearchParams(query));
}

async function requireFreeName(
  tx: Transaction,
  wish: { readonly ownerId: string; readonly page: ViewPage; readonly name: string; readonly id: string },
): Promise<number> {
  const { count, named } = await countViews(tx, wish);
  if (named) throw new RequestError('conflict', `There is a view called “${wish.name}” already.`);
  return count;
}
