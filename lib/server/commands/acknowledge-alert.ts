// Says that somebody has seen an alert. The same again changes nothing: it keeps the name and the reason of whoever came first.
import 'server-only';
import type { AlertShape } from '../../contract/alert';
import { actorOf } from '../../domain/principal';
import { acknowledgeAlert as acknowledge } from '../../store/alerts/acknowledge-alert';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { requireScope } from '../authorize';
import { requireAlert } from '../queries/alerts';
import type { CommandContext } from './command-context';
import { saidReason } from './said-reason';

export type AcknowledgeAlert = { readonly id: string; readonly reason: string | undefined };

/** It stays until its cause is gone, and needs nobody meanwhile. @throws RequestError not_found */
export async function acknowledgeAlert(
  { app, principal, requestId }: CommandContext,
  { id, reason: said }: AcknowledgeAlert,
): Promise<AlertShape> {
  requireScope(principal, 'runs:write');
  await requireAlert(app, id);
  const by = actorOf(principal);
  const reason = saidReason(said, app);
  const done = await inTransaction(app.db, 'acknowledge alert', async (tx) => {
    const about = await acknowledge(tx, { id, by, reason });
    if (about === null) return false;
    const entity = { kind: 'alert', id } as const;
    await appendAudit(
      tx,
      { actor: by, action: 'alert.acknowledge', entity, after: about, reason, requestId },
      app.hash,
    );
    return true;
  });
  if (done) app.hints.publish([{ topic: 'alerts', id }]);
  return requireAlert(app, id);
}
