// Ends all sessions of a person at once: one's own, with or without the one that asks, or with the scope for it somebody's.
import 'server-only';
import type { RevokedSessions, RevokeSessionsQuery } from '../../contract/session';
import { RequestError } from '../../domain/errors';
import { actorOf } from '../../domain/principal';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { findUserByEmail } from '../../store/read/read-people';
import { revokeAllSessions } from '../../store/write/sessions';
import { requirePerson } from '../auth/own-proof';
import { requireScope } from '../authorize';
import type { CommandContext } from './command-context';

/** A sign-in that is under way meanwhile has to be made again. @throws RequestError not_found, forbidden */
export async function revokeSessions(
  { app, principal, requestId }: CommandContext,
  { user, keep }: RevokeSessionsQuery,
): Promise<RevokedSessions> {
  if (user !== undefined) requireScope(principal, 'people:write');
  const { db, hash, hints } = app;
  const whose = user === undefined ? requirePerson(principal) : await findUserByEmail(db, user);
  if (whose === null) throw new RequestError('not_found', `There is no person ${user}.`);
  const kept = keep === 'current' && principal.kind === 'user' ? principal.sessionId : null;
  const ended = await inTransaction(db, 'revoke sessions', async (tx) => {
    const count = await revokeAllSessions(tx, whose.id, kept);
    const entry = {
      actor: actorOf(principal),
      action: 'session.revoke_all',
      entity: { kind: 'user', id: whose.id },
      after: { ended: count },
      requestId,
    } as const;
    if (count > 0) await appendAudit(tx, entry, hash);
    return count;
  });
  hints.publish([{ topic: 'sessions', id: whose.email }]);
  return { ended };
}
