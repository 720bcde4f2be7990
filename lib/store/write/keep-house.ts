// Knows what has to be done now and then: partitions made ahead, what is over removed. Doing it twice, or in two processes, does no harm.

import { FORGET_WAITERS } from '../bulkheads/bulkhead-statements';
import type { Database } from '../database';
import { pruneDeliveries } from '../deliveries/prune-deliveries';
import { pruneEvents } from '../events/prune-events';
import { forgetResults } from '../kept-results';
import { storeError } from '../store-errors';
import { forgetAmounts } from '../windows/sums-in-windows';
import { pruneIdempotent } from './idempotent-request';
import { pruneSessions } from './sessions';
import { pruneSignInThrottle } from './sign-in-throttle';

const MONTHS_AHEAD = 3;
/** So that what came each month can be seen over a year. */
const FORGET_ALERTS = `DELETE FROM alert WHERE resolved_at < now() - interval '400 days'`;
const FORGET_REFUSALS = `DELETE FROM egress_refusal WHERE day < (now() AT TIME ZONE 'UTC')::date - 90`;
/** The journal has them for good; here they are counted and listed. */
const DIFFERENCES_MOST = 200_000;
const FORGET_DIFFERENCES = `DELETE FROM policy_difference WHERE at < now() - interval '90 days'
  OR at <= (SELECT at FROM policy_difference ORDER BY at DESC OFFSET $1 LIMIT 1)`;
const SESSIONS_KEPT_DAYS = 30;
const TRIES_KEPT_MS = 86_400_000;
/** Twice the longest window in time; a window in calls looks no further back either. */
const FORGET_BUCKETS = `DELETE FROM breaker_bucket WHERE second < now() - interval '2 hours'`;

/** Each for itself: what can't be done now keeps nothing else from being done. @throws an error that names all that failed, once all were tried. */
export async function keepHouse(
  { pool, prisma }: Pick<Database, 'pool' | 'prisma'>,
  mostDifferences = DIFFERENCES_MOST,
): Promise<void> {
  const chores: readonly (readonly [name: string, act: () => Promise<unknown>])[] = [
    ['journal partitions', () => pool.query('SELECT ensure_journal_partitions($1)', [MONTHS_AHEAD])],
    ['breaker buckets', () => pool.query(FORGET_BUCKETS)],
    ['bulkhead waiters', () => pool.query(FORGET_WAITERS)],
    ['alerts', () => pool.query(FORGET_ALERTS)],
    ['refused requests', () => pool.query(FORGET_REFUSALS)],
    ['policy differences', () => pool.query(FORGET_DIFFERENCES, [mostDifferences])],
    ['events', () => pruneEvents(pool)],
    ['kept results', () => forgetResults(pool)],
    ['amounts in windows', () => forgetAmounts(pool)],
    ['kept answers', () => pruneIdempotent(prisma)],
    ['deliveries', () => pruneDeliveries(pool)],
    ['sessions', () => pruneSessions(prisma, SESSIONS_KEPT_DAYS)],
    ['sign-in tries', () => pruneSignInThrottle(prisma, TRIES_KEPT_MS)],
  ];
  const failed: { readonly name: string; readonly error: unknown }[] = [];
  for (const [name, act] of chores) {
    try {
      await act();
    } catch (error) {
      failed.push({ name, error });
    }
  }
  const [first] = failed;
  if (first !== undefined)
    throw storeError(first.error, `keep house: ${failed.map(({ name }) => name).join(', ')}`);
}
