// Knows failed sign-ins by account and by address, for all processes. Refuses to count a blocked try, so that a block ends by itself.
import type { Transaction } from '../prisma';

export type ThrottleRule = {
  /** Failures are counted within this time from the first one. */
  readonly windowMs: number;
  /** This many failures block. */
  readonly most: number;
  readonly blockMs: number;
};

/** @returns the milliseconds until all of the keys are free; 0 when they are. */
export async function signInBlockedMs(tx: Transaction, keys: readonly string[]): Promise<number> {
  const [row] = await tx.$queryRawUnsafe<{ ms: number | null }[]>(
    `SELECT (extract(epoch FROM max(blocked_until) - now()) * 1000)::float8 AS ms
     FROM sign_in_throttle WHERE key = ANY($1::text[]) AND blocked_until > now()`,
    [...keys],
  );
  return Math.max(0, Math.ceil(row?.ms ?? 0));
}

/** Counts one failure under the key. @returns whether it is blocked now. */
export async function countSignInFailure(tx: Transaction, key: string, rule: ThrottleRule): Promise<boolean> {
  const [row] = await tx.$queryRawUnsafe<{ blocked: boolean }[]>(
    COUNT,
    key,
    rule.windowMs,
    rule.most,
    rule.blockMs,
  );
  return row?.blocked ?? false;
}

const FRESH = `t.window_start <= now() - make_interval(secs => $2::float8 / 1000) OR t.blocked_until <= now()`;
const COUNT = `INSERT INTO sign_in_throttle AS t (key, failures, window_start, blocked_until)
  VALUES ($1, 1, now(), CASE WHEN $3::int <= 1 THEN now() + make_interval(secs => $4::float8 / 1000) END)
  ON CONFLICT (key) DO UPDATE SET
    failures = CASE WHEN ${FRESH} THEN 1 ELSE t.failures + 1 END,
    window_start = CASE WHEN ${FRESH} THEN now() ELSE t.window_start END,
    blocked_until = CASE WHEN (CASE WHEN ${FRESH} THEN 1 ELSE t.failures + 1 END) >= $3::int
      THEN now() + make_interval(secs => $4::float8 / 1000) END
  WHERE t.blocked_until IS NULL OR t.blocked_until <= now()
  RETURNING blocked_until IS NOT NULL AS blocked`;

/** After a success nothing stands against the account any more. */
export async function forgetSignInFailures(tx: Transaction, key: string): Promise<void> {
  await tx.$executeRawUnsafe(`DELETE FROM sign_in_throttle WHERE key = $1`, key);
}

/** Removes what can no longer block anybody. @returns how many. */
export function pruneSignInThrottle(tx: Transaction, windowMs: number): Promise<number> {
  return tx.$executeRawUnsafe(
    `DELETE FROM sign_in_throttle WHERE window_start < now() - make_interval(secs => $1::float8 / 1000)
       AND (blocked_until IS NULL OR blocked_until <= now())`,
    windowMs,
  );
}
