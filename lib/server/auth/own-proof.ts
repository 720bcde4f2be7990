// What a person gives to show that it is them: their password or a code, counted as tries to sign in are. Refuses keys, which are no person.
import 'server-only';
import { verifyPassword } from '../../adapters/passwords/argon2';
import { type Problem, RequestError } from '../../domain/errors';
import type { Principal } from '../../domain/principal';
import { inTransaction } from '../../store/database';
import type { Transaction } from '../../store/prisma';
import { readUser, type StoredUser } from '../../store/read/read-people';
import { readFactor, type StoredFactor } from '../../store/write/second-factor';
import { forgiveSignIn, takeSignInTry } from '../../store/write/sign-in-throttle';
import type { App } from '../app';
import { codeThrottleKey, takeCode, takeCodeTry } from './second-factor';
import { ACCOUNT_RULE } from './throttle-rules';

export type Person = Extract<Principal, { kind: 'user' }>;

/** @throws RequestError forbidden */
export function requirePerson(principal: Principal): Person {
  if (principal.kind === 'user') return principal;
  throw new RequestError('forbidden', 'Only a person has a password or a code: sign in, a key has none.');
}

/** @throws RequestError invalid_request at `/password`, rate_limited, conflict where the person has none. */
export async function requirePassword(app: App, person: Person, password: string): Promise<StoredUser> {
  const key = `email:${person.email}`;
  refuseFor(
    await inTransaction(app.db, 'count password try', (tx) => takeSignInTry(tx, key, ACCOUNT_RULE)),
    'passwords',
  );
  const user = await readUser(app.db, person.id);
  const isRight = await verifyPassword(user?.passwordHash ?? null, password);
  if (user !== null && user.passwordHash === null)
    throw new RequestError('conflict', 'You sign in at the issuer and have no password here.');
  if (user === null || !isRight) wrong({ path: '/password', message: 'is not your password' });
  await inTransaction(app.db, 'forgive password try', (tx) => forgiveSignIn(tx, key, 'one'));
  return user;
}

/** A factor that is confirmed, and one more try at its codes. @throws RequestError conflict, rate_limited */
export async function requireFactor(app: App, person: Person): Promise<StoredFactor> {
  const factor = await readFactor(app.db, person.id);
  if (factor?.confirmedAt == null) throw new RequestError('conflict', 'You have no second factor.');
  refuseFor(await takeCodeTry(app, person.id), 'codes');
  return factor;
}

/** Uses the code up in `tx`, which is undone where it is wrong. @throws RequestError invalid_request at `/code` */
export async function requireCode(
  tx: Transaction,
  app: App,
  person: Person,
  factor: StoredFactor,
  code: string,
): Promise<'code' | 'recovery_code'> {
  const proof = await takeCode(tx, app, person.id, factor, code);
  if (proof === null) wrong({ path: '/code', message: 'is wrong, over, or was used before' });
  await forgiveSignIn(tx, codeThrottleKey(person.id), 'all');
  return proof;
}

export function refuseFor(waitMs: number, what: 'passwords' | 'codes'): void {
  if (waitMs === 0) return;
  throw new RequestError('rate_limited', `Too many wrong ${what}. Wait a little.`, [], {
    retryAfterMs: waitMs,
  });
}

export function wrong(problem: Problem): never {
  throw new RequestError('invalid_request', `${problem.path} ${problem.message}.`, [problem]);
}
