// Takes a tool or a model out of use; refuses while new runs of an agent would use it. A PUT of the name brings it back.
import 'server-only';
import { RequestError } from '../../domain/errors';
import { actorOf } from '../../domain/principal';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { agentsUsing } from '../../store/read/agents-using';
import { archiveVersioned } from '../../store/write/put-version';
import { requireScope } from '../authorize';
import type { CommandContext } from './command-context';

/** The same again changes nothing. @throws RequestError not_found, conflict with the names of the agents. */
export async function archiveConfigured(
  { app, principal, requestId }: CommandContext,
  kind: 'tool' | 'model',
  name: string,
): Promise<void> {
  requireScope(principal, `${kind}s:write`);
  const changed = await inTransaction(app.db, `archive ${kind}`, async (tx) => {
    const outcome = await archiveVersioned(tx, kind, name);
    if (outcome.status === 'missing') throw new RequestError('not_found', `There is no ${kind} ${name}.`);
    if (outcome.wasArchived) return false;
    const agents = await agentsUsing(tx, kind, name);
    if (agents.length > 0)
      throw new RequestError('conflict', `${name} is used by ${agents.join(', ')}.`, [], { agents });
    const entry = {
      actor: actorOf(principal),
      action: `${kind}.archive`,
      entity: { kind, id: name },
      requestId,
    } as const;
    await appendAudit(tx, entry, app.hash);
    return true;
  });
  if (changed) app.hints.publish([{ topic: `${kind}s`, id: name }]);
}
