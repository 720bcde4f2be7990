// Takes the second factor of somebody away who lost it, and ends their sessions: one of them may be whoever has it now.
import 'server-only';
import { RequestError } from '../../domain/errors';
import { actorOf } from '../../domain/principal';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { lockPerson } from '../../store/write/change-people';
import { removeFactor } from '../../store/write/second-factor';
import { revokeAllSessions } from '../../store/write/sessions';
import { requireFreshProof } from '../auth/require-fresh-proof';
import { personOf, requireScope } from '../authorize';
import type { CommandContext } from './command-context';
import { saidReason } from './said-reason';

/** @throws RequestError not_found; conflict for one's own, and where there is none; forbidden */
export async function resetSecondFactor(
  context: CommandContext,
  { email, reason }: { readonly email: string; readonly reason: string | undefined },
): Promise<void> {
  const { app, principal, requestId } = context;
  requireScope(principal, 'people:write');
  await requireFreshProof(context, 'people.change');
  const { db, hash, hints } = app;
  await inTransaction(db, 'reset second factor', async (tx) => {
    const user = await lockPerson(tx, email);
    if (user === null) throw new RequestError('not_found', `There is no person ${email}.`);
    if (user.role === 'admin') requireScope(principal, 'admin');
    if (user.id === personOf(principal))
      throw new RequestError('conflict', 'Your own second factor is taken away on your account page.');
    if (!(await removeFactor(tx, user.id)))
      throw new RequestError('conflict', `${user.name} has no second factor.`);
    await revokeAllSessions(tx, user.id);
    const entry = {
      actor: actorOf(principal),
      action: 'second_factor.reset',
      entity: { kind: 'user', id: user.id },
      reason: saidReason(reason, app),
      requestId,
    } as const;
    await appendAudit(tx, entry, hash);
  });
  hints.publish([
    { topic: 'people', id: email },
    { topic: 'sessions', id: email },
  ]);
}
