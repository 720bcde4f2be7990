// Ends sessions, one by one: one's own, or with the scope for it anybody's. A session that has ended ends nothing more.
import 'server-only';
import { RequestError } from '../../domain/errors';
import { actorOf, type Principal } from '../../domain/principal';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { readLiveSession } from '../../store/read/read-people';
import { revokeSession as revoke } from '../../store/write/sessions';
import type { App } from '../app';
import { holds, personOf } from '../authorize';
import { refusedTo } from '../refusals/refused-actor';
import type { CommandContext } from './command-context';

type RevokeParts = Pick<App, 'db' | 'hash' | 'hints'>;

/** @throws RequestError not_found when it has ended, or is somebody else's and not for this principal to end. */
export async function revokeSession(
  { app, principal, requestId }: CommandContext,
  id: string,
): Promise<void> {
  const owner = (await readLiveSession(app.db, id))?.userId ?? null;
  const mayEnd = owner !== null && (owner === personOf(principal) || holds(principal, 'people:write'));
  const ended = mayEnd && (await endAndAudit(app, owner, id, principal, requestId));
  if (ended) return;
  const refusal = new RequestError('not_found', 'There is no such session, or it has ended.');
  throw owner === null || mayEnd ? refusal : refusedTo(principal, refusal);
}

/** Signing out: ends the session behind a cookie. Nothing happens when it has ended already. */
export async function revokeOwnSession(parts: RevokeParts, sessionId: string): Promise<void> {
  const live = await readLiveSession(parts.db, sessionId);
  if (live === null) return;
  const { userId: id, email, name, role, passwordIsTemporary } = live;
  const principal: Principal = { kind: 'user', id, email, name, role, sessionId, passwordIsTemporary };
  await endAndAudit(parts, id, sessionId, principal, null);
}

async function endAndAudit(
  { db, hash, hints }: RevokeParts,
  personId: string,
  sessionId: string,
  principal: Principal,
  requestId: string | null,
): Promise<boolean> {
  const ended = await inTransaction(db, 'revoke session', async (tx) => {
    if (!(await revoke(tx, personId, sessionId))) return false;
    const entry = {
      actor: actorOf(principal),
      action: 'session.revoke',
      entity: { kind: 'session', id: sessionId },
      requestId,
    } as const;
    await appendAudit(tx, entry, hash);
    return true;
  });
  if (ended) hints.publish([{ topic: 'sessions', id: sessionId }]);
  return ended;
}
