// Stops a bulk action: what is done stays done, what is left stays undone. Refuses one that is through.
import 'server-only';
import type { BulkDetail } from '../../contract/bulk';
import { RequestError } from '../../domain/errors';
import { actorOf } from '../../domain/principal';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { abortBulk as abort } from '../../store/write/bulk-actions';
import { requireScope } from '../authorize';
import { requireBulk } from '../queries/bulk';
import type { CommandContext } from './command-context';

/** The same again changes nothing. `why` is set where nobody asked for it: the asker's right has ended. */
export async function abortBulk(
  { app, principal, requestId }: CommandContext,
  { id, why = null }: { readonly id: string; readonly why?: string | null },
): Promise<BulkDetail> {
  requireScope(principal, 'runs:write');
  const by = actorOf(principal);
  const was = await inTransaction(app.db, 'abort bulk action', async (tx) => {
    const state = await abort(tx, id, { by, reason: why });
    if (state !== 'running') return state;
    const entity = { kind: 'bulk', id } as const;
    await appendAudit(tx, { actor: by, action: 'bulk.abort', entity, reason: why, requestId }, app.hash);
    return state;
  });
  if (was === 'done') throw new RequestError('conflict', 'It is done already.');
  if (was === 'running') app.hints.publish([{ topic: 'bulk', id }]);
  return requireBulk(app, id);
}
