// Signing in with e-mail and password, and a code where one is asked for: slow to guess, equal work for everybody, each refusal counted and audited.
import 'server-only';
import { verifyPassword } from '../../adapters/passwords/argon2';
import { inTransaction } from '../../store/database';
import { readSettings } from '../../store/read/read-installation';
import { findUserByEmail, type StoredUser } from '../../store/read/read-people';
import { readFactor, type StoredFactor } from '../../store/write/second-factor';
import { forgiveSignIn, takeSignInTry } from '../../store/write/sign-in-throttle';
import type { App } from '../app';
import { addressBlock } from '../http/address-block';
import { auditRefusedSignIn, auditUnslowedRefusal } from './audit-refused-sign-in';
import { openSession, type SignInFrom } from './open-session';
import { codeThrottleKey, takeCode, takeCodeTry } from './second-factor';
import { ACCOUNT_RULE, ADDRESS_RULE } from './throttle-rules';

export type Credentials = {
  readonly email: string;
  readonly password: string;
  /** A one-time or recovery code; null where none was typed. */
  readonly code?: string | null;
};

export type SignInResult =
  | { readonly status: 'signed_in'; readonly sessionId: string; readonly userId: string }
  /** Nobody has this e-mail, the password is another one or its time is over, or the account is disabled: not told apart. */
  | { readonly status: 'refused' }
  /** The password is right, and a code is needed besides. */
  | { readonly status: 'code_needed' }
  /** The password is right; the code is wrong, over or used. */
  | { readonly status: 'code_refused' }
  | { readonly status: 'throttled'; readonly retryAfterMs: number };

type SignInParts = Pick<App, 'db' | 'ids' | 'hash' | 'hints' | 'masterKey' | 'clock'>;

/**
 * Each try is counted before the password, or the code, is looked at and forgiven when it was right, so that many tries at once count as many.
 * @throws StoreUnavailableError
 */
export async function signIn(
  parts: SignInParts,
  { email, password, code = null }: Credentials,
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
    await auditRefusedSignIn(parts, { email, from, why: 'password' });
    return { status: 'refused' };
  }
  const stored = await readFactor(db, user.id);
  const factor = stored?.confirmedAt == null ? null : stored;
  if (factor !== null && code === null) {
    // Not all: who knows the password must not wipe out the guesses of others, nor their own at the codes.
    await inTransaction(db, 'forgive sign-in', (tx) => forgive(tx, keys, 'one'));
    await auditUnslowedRefusal(parts, { email: user.email, from, why: 'code_needed' });
    return { status: 'code_needed' };
  }
  if (factor !== null) {
    const codeWaitMs = await takeCodeTry(parts, user.id);
    if (codeWaitMs > 0) return { status: 'throttled', retryAfterMs: codeWaitMs };
  }
  return open(parts, user, from, keys, factor === null ? null : { factor, code: code ?? '' });
}

type Keys = { readonly account: string; readonly address: string | null };
type Tx = Parameters<typeof forgiveSignIn>[0];

function throttleKeys(email: string, { address }: SignInFrom): Keys {
  return {
    account: `email:${email.toLowerCase().slice(0, 200)}`,
    address: address === null ? null : `ip:${addressBlock(address)}`,
  };
}

async function forgive(tx: Tx, { account, address }: Keys, ofAccount: 'all' | 'one'): Promise<void> {
  await forgiveSignIn(tx, account, ofAccount);
  if (address !== null) await forgiveSignIn(tx, address, 'one');
}

async function open(
  parts: SignInParts,
  user: StoredUser,
  from: SignInFrom,
  keys: Keys,
  asked: { readonly factor: StoredFactor; readonly code: string } | null,
): Promise<SignInResult> {
  const { db, ids, hash, hints } = parts;
  const { secondFactorRoles } = await readSettings(db);
  const mustEnrol = asked === null && secondFactorRoles.includes(user.role);
  const id = ids.timeOrdered();
  const opened = await inTransaction(db, 'sign in', async (tx) => {
    const proof = asked === null ? null : await takeCode(tx, parts, user.id, asked.factor, asked.code);
    if (asked !== null && proof === null) return false;
    await forgive(tx, keys, 'all');
    if (asked !== null) await forgiveSignIn(tx, codeThrottleKey(user.id), 'all');
    await openSession(
      tx,
      user,
      from,
      { id, method: 'password', authenticatedAtS: 'now', mustEnrol, proof },
      hash,
    );
    return true;
  });
  if (!opened) {
    await auditRefusedSignIn(parts, { email: user.email, from, why: 'code' });
    return { status: 'code_refused' };
  }
  hints.publish([{ topic: 'sessions', id }]);
  return { status: 'signed_in', sessionId: id, userId: user.id };
}
