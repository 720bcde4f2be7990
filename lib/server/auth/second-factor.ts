// Whether a code is this person's, now, and for the first time. Knows the secret only for as long as that takes.
import 'server-only';
import { recoveryCodeIn, stepOfCode } from '../../adapters/passwords/one-time-code';
import { openSecret, sealSecret } from '../../adapters/secrets/sealing';
import { inTransaction } from '../../store/database';
import type { Transaction } from '../../store/prisma';
import { type StoredFactor, takeRecoveryCode, takeStep } from '../../store/write/second-factor';
import { takeSignInTry } from '../../store/write/sign-in-throttle';
import type { App } from '../app';
import { ACCOUNT_RULE } from './throttle-rules';

type Parts = Pick<App, 'db' | 'hash' | 'masterKey' | 'clock'>;

/** The envelope opens for this person alone. */
const nameOf = (userId: string) => `second-factor:${userId}`;
const VERSION = 1;

export function sealCodeSecret(secret: string, userId: string, { masterKey }: Pick<App, 'masterKey'>) {
  return sealSecret(secret, nameOf(userId), VERSION, masterKey).envelope;
}

/** @throws CodedError secret_unreadable under another master key. */
export function openCodeSecret(
  { sealed }: Pick<StoredFactor, 'sealed'>,
  userId: string,
  { masterKey }: Pick<App, 'masterKey'>,
): string {
  return openSecret({ name: nameOf(userId), version: VERSION, envelope: sealed }, masterKey);
}

/** The key under which tries at a person's codes are counted, apart from those at the password: who knows that one may not guess these. */
export const codeThrottleKey = (userId: string) => `code:${userId}`;

/** Counts one try at the person's codes, before it is looked at. @returns 0, or the milliseconds to wait. */
export function takeCodeTry({ db }: Pick<App, 'db'>, userId: string): Promise<number> {
  return inTransaction(db, 'count code try', (tx) =>
    takeSignInTry(tx, codeThrottleKey(userId), ACCOUNT_RULE),
  );
}

/** Uses the code up where it is right, in the transaction of what it lets happen. A recovery code does as well. */
export async function takeCode(
  tx: Transaction,
  parts: Omit<Parts, 'db'>,
  userId: string,
  factor: StoredFactor,
  code: string,
): Promise<'code' | 'recovery_code' | null> {
  const recovery = recoveryCodeIn(code);
  if (recovery !== null)
    return (await takeRecoveryCode(tx, userId, parts.hash(recovery))) ? 'recovery_code' : null;
  const step = stepOfCode(openCodeSecret(factor, userId, parts), code.replace(/\s/g, ''), parts.clock.now());
  return step !== null && (await takeStep(tx, userId, step)) ? 'code' : null;
}
