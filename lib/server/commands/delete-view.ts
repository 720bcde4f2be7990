// Deletes a saved view; one that everybody saw leaves a trace of what it was.
import 'server-only';
import { VIEW_PAGES, viewPage } from '../../contract/view';
import { actorOf } from '../../domain/principal';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { deleteView as remove, viewForChange } from '../../store/write/saved-views';
import { mayChangeView, personOf, requireScope } from '../authorize';
import { noSuchView } from '../queries/views';
import { refusedTo } from '../refusals/refused-actor';
import type { CommandContext } from './command-context';
import { notYours } from './put-view';

/** @throws RequestError not_found, forbidden */
export async function deleteView({ app, principal, requestId }: CommandContext, id: string): Promise<void> {
  await inTransaction(app.db, 'delete view', async (tx) => {
    const before = await viewForChange(tx, id);
    if (before === null) throw noSuchView();
    if (!before.shared && personOf(principal) !== before.ownerId) throw refusedTo(principal, noSuchView());
    requireScope(principal, VIEW_PAGES[viewPage.parse(before.page)].needs);
    if (!mayChangeView(principal, before)) throw notYours();
    await remove(tx, id);
    if (!before.shared) return;
    const { page, name, query, shared } = before;
    const entry = {
      actor: actorOf(principal),
      action: 'view.delete',
      entity: { kind: 'view', id },
      before: { page, name, query, shared },
      requestId,
    } as const;
    await appendAudit(tx, entry, app.hash);
  });
  app.hints.publish([{ topic: 'views', id }]);
}
