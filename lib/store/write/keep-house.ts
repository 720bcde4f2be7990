// Knows what has to be done now and then: partitions made ahead, what is over removed. Doing it twice, or in two processes, does no harm.

import { FORGET_WAITERS } from '../bulkheads/bulkhead-statements';
import type { Database } from '../database';
import { pruneDeliveries } from '../deliveries/prune-deliveries';
import { pruneEvents } from '../events/prune-events';
import { storeError } from '../store-errors';
import { pruneIdempotent } from './idempotent-request';
import { pruneSessions } from './sessions';
import { pruneSignInThrottle } from './sign-in-throttle';

const MONTHS_AHEAD = 3;
const SESSIONS_KEPT_DAYS = 30;
const TRIES_KEPT_MS = 86_400_000;

export async function keepHouse(db: Pick<Database, 'pool' | 'prisma'>): Promise<void> {
  try {
    await db.pool.query('SELECT ensure_journal_partitions($1)', [MONTHS_AHEAD]);
    await db.pool.query(`DELETE FROM breaker_bucket WHERE second < now() - interval '2 hours'`); // twice the longest window in time; a window in calls looks no further back either
    await db.pool.query(FORGET_WAITERS);
    await pruneEvents(db.pool);
    await pruneIdempotent(db.prisma);
    await pruneDeliveries(db.pool);
    await pruneSessions(db.prisma, SESSIONS_KEPT_DAYS);
    await pruneSignInThrottle(db.prisma, TRIES_KEPT_MS);
  } catch (error) {
    throw storeError(error, 'keep house');
  }
}
