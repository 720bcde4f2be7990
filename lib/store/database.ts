// Knows the one database of this process: a pool, Prisma's client on it, and transactions. Refuses a second pool by accident.
import type { Pool } from 'pg';
import { env } from '../env';
import type { PrismaClient } from './generated/client';
import { createPool, type PoolOptions } from './pool';
import { createPrisma, type Transaction } from './prisma';
import { classifyFault, storeError } from './store-errors';

export interface Database {
  readonly pool: Pool;
  /** Connections that nothing but commits and claims of runs may use, set up for statements that are always the same. */
  readonly hotPool: Pool;
  readonly prisma: PrismaClient;
  /** What LISTEN connects to: past a pooler, where there is one. */
  readonly directUrl: string;
  /** Ends all connections; a second call does nothing. */
  close(): Promise<void>;
}

/** One row that somebody holds must not keep all commits and claims of a process waiting; what is locked out is done apart, or later. */
const HOT_LOCK_TIMEOUT_MS = 300;
/**
 * What is asked thousands of times a second is planned once, for any values, and by index: with the plan that PostgreSQL would choose by the first
 * values, each of the statements was planned anew at every execution, or read a table whole that had been empty when it was planned.
 */
const HOT_SETTINGS = `SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off;
  SET jit = off; SET lock_timeout = ${HOT_LOCK_TIMEOUT_MS}`;
/** One batch of commits is in flight at a time, and one claim. */
const HOT_CONNECTIONS = 2;

export type DatabaseOptions = PoolOptions & { readonly directUrl?: string | undefined };

/** A database of the caller's own, to be closed by it. Connects with the first query. */
export function openDatabase(options: DatabaseOptions): Database {
  const hot = Math.max(1, Math.min(HOT_CONNECTIONS, options.size - 1));
  const pool = createPool({ ...options, size: Math.max(1, options.size - hot) });
  const hotPool = createPool({ ...options, size: hot, settings: HOT_SETTINGS });
  const prisma = createPrisma(pool);
  let closed: Promise<void> | undefined;
  return {
    pool,
    hotPool,
    prisma,
    directUrl: options.directUrl ?? options.url,
    close() {
      closed ??= prisma
        .$disconnect()
        .then(() => Promise.all([pool.end(), hotPool.end()]))
        .then(() => undefined);
      return closed;
    },
  };
}

// Instrumentation, routes and pages each get their own copy of a module; the global object is what they share.
const KEY = Symbol.for('bulkhead.database');
type Holder = { [KEY]?: Database };
const holder: Holder = globalThis as Holder; // safe because nobody else uses the key

/**
 * This process's database, opened from the environment at the first call.
 * @throws Error when there is no DATABASE_URL: whoever starts the process sets it, also for the embedded database.
 */
export function database(): Database {
  if (holder[KEY]) return holder[KEY];
  const { databaseUrl, directUrl, poolSize } = env();
  if (databaseUrl === undefined) throw new Error('DATABASE_URL is not set');
  holder[KEY] = openDatabase({ url: databaseUrl, directUrl, size: poolSize });
  return holder[KEY];
}

const COLLISION_TRIES = 4;

/**
 * Runs `work` in one transaction (read committed): all of it or none. When another transaction collided with it, it is run again,
 * so it may have no effect but through `tx`.
 * @throws StoreUnavailableError when the database is away; whatever `work` throws otherwise.
 */
export async function inTransaction<T>(
  db: Pick<Database, 'prisma'>,
  action: string,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.prisma.$transaction(work, { maxWait: 5_000, timeout: 15_000 });
    } catch (error) {
      if (attempt < COLLISION_TRIES && classifyFault(error) === 'collision') continue;
      throw storeError(error, action);
    }
  }
}
