// Removes a secret; refuses while a tool, a model or a callback would fail without it, and says which.
import 'server-only';
import { RequestError } from '../../domain/errors';
import { actorOf } from '../../domain/principal';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { readSecretUsers } from '../../store/read/read-secrets';
import { removeSecret as remove } from '../../store/write/put-secret';
import { requireScope } from '../authorize';
import type { CommandContext } from './command-context';
import { saidReason } from './said-reason';

/**
 * A tool, model or callback that is made to name it in this very moment finds it gone at its next call, as if it had never been put.
 * @throws RequestError not_found, conflict
 */
export async function removeSecret(
  { app, principal, requestId }: CommandContext,
  { name, reason }: { readonly name: string; readonly reason: string | undefined },
): Promise<void> {
  requireScope(principal, 'secrets:write');
  const users = await readSecretUsers(app.db, name);
  if (users.length > 0) {
    const named = users.map((user) => `the ${user.kind} ${user.name}`).join(', ');
    throw new RequestError('conflict', `It is used by ${named}. Change that first.`, [], { usedBy: users });
  }
  const removed = await inTransaction(app.db, 'remove secret', async (tx) => {
    const removedBy = actorOf(principal);
    const version = await remove(tx, name, removedBy);
    if (version === null) return false;
    const entry = {
      actor: removedBy,
      action: 'secret.remove',
      entity: { kind: 'secret', id: name },
      before: { version },
      reason: saidReason(reason, app),
      requestId,
    } as const;
    await appendAudit(tx, entry, app.hash);
    return true;
  });
  if (!removed) throw new RequestError('not_found', `There is no secret ${name}.`);
  app.hints.publish([{ topic: 'secrets', id: name }]);
}
