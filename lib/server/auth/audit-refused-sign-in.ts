// What the audit keeps of a sign-in that was refused. Refuses to let anybody fill it: what the throttle does not slow down is told once an hour.
import 'server-only';
import { SYSTEM_ACTOR } from '../../domain/principal';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { type ThrottleRule, takeSignInTry } from '../../store/write/sign-in-throttle';
import type { App } from '../app';
import { addressBlock } from '../http/address-block';
import type { SignInFrom } from './open-session';
import { ADDRESS_RULE } from './throttle-rules';

const HOUR_MS = 3_600_000;
const ONCE_AN_HOUR: ThrottleRule = { free: 1, firstMs: HOUR_MS, mostMs: HOUR_MS, forgetMs: HOUR_MS };
const EMAIL_MOST = 200;

type RefusedSignIn = {
  /** Null where nobody said one that can be believed. */
  readonly email: string | null;
  readonly from: SignInFrom;
  readonly why: string;
  /** Where it was at an issuer. */
  readonly method?: 'oidc';
};

/** One event for each call: only for tries that are slowed down. @throws StoreUnavailableError */
export async function auditRefusedSignIn(
  { db, hash }: Pick<App, 'db' | 'hash'>,
  refused: RefusedSignIn,
): Promise<void> {
  await inTransaction(db, 'audit refused sign-in', (tx) => appendAudit(tx, entryOf(refused), hash));
}

/**
 * One event an hour for each account and reason, and of one address no more than its tries at a password would leave: for refusals that nothing
 * slows down. @throws StoreUnavailableError
 */
export async function auditUnslowedRefusal(
  { db, hash }: Pick<App, 'db' | 'hash'>,
  refused: RefusedSignIn,
): Promise<void> {
  const { email, from, why } = refused;
  const block = addressBlock(from.address) ?? 'unknown';
  await inTransaction(db, 'audit refused sign-in', async (tx) => {
    if ((await takeSignInTry(tx, `refused:${why}:${emailOf(email)}`, ONCE_AN_HOUR)) > 0) return;
    if ((await takeSignInTry(tx, `refused-from:${block}`, ADDRESS_RULE)) > 0) return;
    await appendAudit(tx, entryOf(refused), hash);
  });
}

function emailOf(email: string | null): string {
  return email === null ? 'unknown' : email.toLowerCase().slice(0, EMAIL_MOST);
}

function entryOf({ email, from, why, method }: RefusedSignIn) {
  return {
    actor: SYSTEM_ACTOR,
    action: 'session.refuse' as const,
    entity: { kind: 'user' as const, id: emailOf(email) },
    after: { address: from.address, ...(method === undefined ? {} : { method }), why },
  };
}
