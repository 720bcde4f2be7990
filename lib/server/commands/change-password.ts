// Passwords: one's own, by who knows the present one; somebody else's, replaced by one that lasts until they choose another. Never read, never kept.
import 'server-only';
import { hashPassword, verifyPassword } from '../../adapters/passwords/argon2';
import type { ChangePasswordBody, TemporaryPassword } from '../../contract/people';
import { type Problem, RequestError } from '../../domain/errors';
import { actorOf, type Principal } from '../../domain/principal';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { readUser } from '../../store/read/read-people';
import { lockPerson, setPassword } from '../../store/write/change-people';
import { forgiveSignIn, takeSignInTry } from '../../store/write/sign-in-throttle';
import { GIVEN_PASSWORD_LASTS_MS, givePassword } from '../auth/given-password';
import { requireFreshProof } from '../auth/require-fresh-proof';
import { ACCOUNT_RULE } from '../auth/throttle-rules';
import { personOf, requireScope } from '../authorize';
import type { CommandContext } from './command-context';
import { saidReason } from './said-reason';

/** Wrong guesses count as tries to sign in do. The asking session goes on, all others of the person end. @throws RequestError invalid_request, rate_limited, conflict */
export async function changePassword(
  { app, principal, requestId }: CommandContext,
  { current, next }: ChangePasswordBody,
): Promise<void> {
  const person = requirePerson(principal);
  const { db, hash, hints } = app;
  const key = `email:${person.email}`;
  await requireTry(app, key);
  const user = await readUser(db, person.id);
  const isRight = await verifyPassword(user?.passwordHash ?? null, current);
  if (user === null || user.passwordHash === null || !isRight)
    refuse({ path: '/current', message: 'is not your present password' });
  if (next === current) refuse({ path: '/next', message: 'must be another one than the present one' });
  const passwordHash = await hashPassword(next);
  await inTransaction(db, 'change password', async (tx) => {
    await forgiveSignIn(tx, key, 'all');
    const from = user.passwordHash;
    const changed = { userId: person.id, passwordHash, from, lastsMs: null, keptSessionId: person.sessionId };
    if ((await setPassword(tx, changed)) === undefined)
      throw new RequestError('conflict', 'The password was changed meanwhile. Sign in again.');
    const entry = {
      actor: actorOf(person),
      action: 'password.change',
      entity: { kind: 'user', id: person.id },
      requestId,
    } as const;
    await appendAudit(tx, entry, hash);
  });
  hints.publish([
    { topic: 'sessions', id: person.email },
    { topic: 'people', id: person.email },
  ]);
}

/** @throws RequestError not_found; conflict for one's own, which is changed by who knows it. */
export async function resetPassword(
  { app, principal, requestId }: CommandContext,
  { email, reason }: { readonly email: string; readonly reason: string | undefined },
): Promise<TemporaryPassword> {
  requireScope(principal, 'people:write');
  await requireFreshProof({ app, principal }, 'people.change');
  const { db, hash, hints } = app;
  const { password, passwordHash } = await givePassword(app);
  const until = await inTransaction(db, 'reset password', async (tx) => {
    const user = await lockPerson(tx, email);
    if (user === null) throw new RequestError('not_found', `There is no person ${email}.`);
    if (user.role === 'admin') requireScope(principal, 'admin');
    if (user.id === personOf(principal))
      throw new RequestError('conflict', 'Your own password is changed on your account page.');
    const reset = { passwordHash, from: null, lastsMs: GIVEN_PASSWORD_LASTS_MS, keptSessionId: null };
    const set = await setPassword(tx, { userId: user.id, ...reset });
    if (set == null) throw new Error('a password that was given has an end');
    const entry = {
      actor: actorOf(principal),
      action: 'password.reset',
      entity: { kind: 'user', id: user.id },
      after: { until: set },
      reason: saidReason(reason, app),
      requestId,
    } as const;
    await appendAudit(tx, entry, hash);
    return set;
  });
  hints.publish([
    { topic: 'people', id: email },
    { topic: 'sessions', id: email },
  ]);
  return { password, until };
}

function requirePerson(principal: Principal): Extract<Principal, { kind: 'user' }> {
  if (principal.kind === 'user') return principal;
  throw new RequestError('forbidden', 'A password is a person’s: sign in to change it, a key has none.');
}

async function requireTry({ db }: CommandContext['app'], key: string): Promise<void> {
  const waitMs = await inTransaction(db, 'count password try', (tx) => takeSignInTry(tx, key, ACCOUNT_RULE));
  if (waitMs === 0) return;
  throw new RequestError('rate_limited', 'Too many wrong passwords. Wait a little.', [], {
    retryAfterMs: waitMs,
  });
}

function refuse(problem: Problem): never {
  throw new RequestError('invalid_request', `${problem.path} ${problem.message}.`, [problem]);
}
