// Knows tries to sign in by account and by address, for all processes. Refuses to count a blocked try, so that a block ends by itself.
import type { Transaction } from '../prisma';

export type ThrottleRule = {
  /** Tries without a wait. */
  readonly free: number;
  /** The first wait; each further try doubles it. */
  readonly firstMs: number;
  readonly mostMs: number;
  /** Tries are forgotten after this time without one. */
  readonly forgetMs: number;
};

const FRESH = `t.window_start <= now() - make_interval(secs => $2::float8 / 1000)`;
const COUNTED = `CASE WHEN ${FRESH} THEN 1 ELSE t.failures + 1 END`;
const waitAfter = (failures: string) =>
  `CASE WHEN ${failures} >= $3::int
     THEN now() + make_interval(secs => least($5::float8, $4::float8 * power(2, least(${failures} - $3::int, 30))) / 1000) END`;
const TAKE = `INSERT INTO sign_in_throttle AS t (key, failures, window_start, blocked_until) VALUES ($1, 1, now(), ${waitAfter('1')})
  ON CONFLICT (key) DO UPDATE SET failures = ${COUNTED}, window_start = now(), blocked_until = ${waitAfter(`(${COUNTED})`)}
  WHERE t.blocked_until IS NULL OR t.blocked_until <= now()
  RETURNING key`;
const LEFT = `SELECT (extract(epoch FROM blocked_until - now()) * 1000)::float8 AS ms FROM sign_in_throttle
  WHERE key = $1 AND blocked_until > now()`;

/**
 * Takes one try under the key, counted as failed until it is forgiven, so that a hundred at once are a hundred.
 * @returns 0 when it may be made, else the milliseconds to wait; then it is not counted.
 */
export async function takeSignInTry(tx: Transaction, key: string, rule: ThrottleRule): Promise<number> {
  const taken = await tx.$queryRawUnsafe<{ key: string }[]>(
    TAKE,
    key,
    rule.forgetMs,
    rule.free,
    rule.firstMs,
    rule.mostMs,
  );
  if (taken.length === 1) return 0;
  const [blocked] = await tx.$queryRawUnsafe<{ ms: number }[]>(LEFT, key);
  return Math.max(1, Math.ceil(blocked?.ms ?? 1));
}

/** After a success: `all` tries of an account, or the `one` that was right of an address, behind which others guess: a block of theirs stays. */
export async function forgiveSignIn(tx: Transaction, key: string, which: 'all' | 'one'): Promise<void> {
  await tx.$executeRawUnsafe(
    which === 'all'
      ? `DELETE FROM sign_in_throttle WHERE key = $1`
      : `UPDATE sign_in_throttle SET failures = greatest(failures - 1, 0) WHERE key = $1`,
    key,
  );
}

/** Removes what has been quiet for long. @returns how many. */
export function pruneSignInThrottle(tx: Transaction, olderThanMs: number): Promise<number> {
  return tx.$executeRawUnsafe(
    `DELETE FROM sign_in_throttle WHERE window_start < now() - make_interval(secs => $1::float8 / 1000)
       AND (blocked_until IS NULL OR blocked_until <= now())`,
    olderThanMs,
  );
}
