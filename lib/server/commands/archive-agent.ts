// Takes an agent out of use: it takes no new runs and keeps its history; what runs goes on. A PUT of the name brings it back.
import 'server-only';
import { RequestError } from '../../domain/errors';
import { actorOf } from '../../domain/principal';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { archiveVersioned } from '../../store/write/put-version';
import { requireScope } from '../authorize';
import type { CommandContext } from './command-context';

/** The same again changes nothing. A run that starts in this very moment goes on as the ones before it. @throws RequestError not_found */
export async function archiveAgent(
  { app, principal, requestId }: CommandContext,
  name: string,
): Promise<void> {
  requireScope(principal, 'agents:write');
  const changed = await inTransaction(app.db, 'archive agent', async (tx) => {
    const outcome = await archiveVersioned(tx, 'agent', name);
    if (outcome.status === 'missing') throw new RequestError('not_found', `There is no agent ${name}.`);
    if (outcome.wasArchived) return false;
    const entry = {
      actor: actorOf(principal),
      action: 'agent.archive',
      entity: { kind: 'agent', id: name },
      requestId,
    } as const;
    await appendAudit(tx, entry, app.hash);
    return true;
  });
  if (changed) app.hints.publish([{ topic: 'agents', id: name }]);
}

/** What is said to whoever wants to use it. */
export function archivedAgent(name: string): RequestError {
  return new RequestError(
    'conflict',
    `The agent ${name} is archived and takes no new runs. A PUT of its definition brings it back.`,
    [],
    { archived: true },
  );
}
