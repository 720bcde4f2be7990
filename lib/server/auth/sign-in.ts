// Signing in with e-mail and password: slow to guess, equal work for everybody, each refusal counted and audited.
import 'server-only';
import { verifyPassword } from '../../adapters/passwords/argon2';
import { SYSTEM_ACTOR } from '../../domain/principal';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { findUserByEmail, type StoredUser } from '../../store/read/read-people';
import { forgiveSignIn, type ThrottleRule, takeSignInTry } from '../../store/write/sign-in-throttle';
import type { App } from '../app';
import { addressBlock } from '../http/address-block';
import { openSession, type SignInFrom } from './open-session';

/** By account: five tries, then 2 s, doubling up to 15 min; forgotten after an hour without a failure. */
export const ACCOUNT_RULE: ThrottleRule = {
  free: 5,
  firstMs: 2_000,
  mostMs: 15 * 60_000,
  forgetMs: 3_600_000,
};
/** By address, behind which may be a whole office. */
export const ADDRESS_RULE: ThrottleRule = {
  free: 40,
  firstMs: 2_000,
  mostMs: 15 * 60_000,
  forgetMs: 3_600_000,
};

export type Credentials = { readonly email: string; readonly password: string };

export type SignInResult =
  | { readonly status: 'signed_in'; readonly sessionId: string; readonly userId: string }
  /** Nobody has this e-mail, the password is another one or its time is over, or the account is disabled: not told apart. */
  | { readonly status: 'refused' }
  | { readonly status: 'throttled'; readonly retryAfterMs: number };

type SignInParts = Pick<App, 'db' | 'ids' | 'hash' | 'hints'>;

/**
 * Each try is counted before the password is looked at and forgiven when it was right, so that many tries at once count as many.
 * @throws StoreUnavailableError
 */
export async function signIn(
  parts: SignInParts,
  { email, password }: Credentials,
  from: SignInFrom,
): Promise<SignInResult> {
  const { db } = parts;
  const keys = throttleKeys(email, from);
  const waitMs = await inTransaction(db, 'count sign-in', async (tx) => {
    const byAddress = keys.address === null ? 0 : await takeSignInTry(tx, keys.address, ADDRESS_RULE);
    return byAddress > 0 ? byAddress : takeSignInTry(tx, keys.account, ACCOUNT_RULE);
  });
  if (waitMs > 0) return { status: 'throttled', retryAfterMs: waitMs };

  const user = await findUserByEmail(db, email);
  const isRight = await verifyPassword(user?.passwordHash ?? null, password);
  if (user === null || !isRight || user.disabled || user.passwordIsOver) {
    await auditRefusal(parts, email, from);
    return { status: 'refused' };
  }
  return open(parts, user, from, keys);
}

type Keys = { readonly account: string; readonly address: string | null };

function throttleKeys(email: string, { address }: SignInFrom): Keys {
  return {
    account: `email:${email.toLowerCase().slice(0, 200)}`,
    address: address === null ? null : `ip:${addressBlock(address)}`,
  };
}

async function open(
  { db, ids, hash, hints }: SignInParts,
  user: StoredUser,
  from: SignInFrom,
  keys: Keys,
): Promise<SignInResult> {
  const sessionId = ids.timeOrdered();
  await inTransaction(db, 'sign in', async (tx) => {
    await forgiveSignIn(tx, keys.account, 'all');
    if (keys.address !== null) await forgiveSignIn(tx, keys.address, 'one');
    const by = { id: sessionId, method: 'password', authenticatedAtS: 'now', mustEnrol: false } as const;
    await openSession(tx, user, from, by, hash);
  });
  hints.publish([{ topic: 'sessions', id: sessionId }]);
  return { status: 'signed_in', sessionId, userId: user.id };
}

/** Throttled tries are not audited one by one: they would let anybody fill the chain. */
async function auditRefusal({ db, hash }: SignInParts, email: string, from: SignInFrom): Promise<void> {
  await inTransaction(db, 'audit refused sign-in', (tx) =>
    appendAudit(
      tx,
      {
        actor: SYSTEM_ACTOR,
        action: 'session.refuse',
        entity: { kind: 'user', id: email.toLowerCase().slice(0, 200) },
        after: { address: from.address },
      },
      hash,
    ),
  );
}
