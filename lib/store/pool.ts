// Knows how connections are made, bounded in time and read: 64-bit numbers as safe numbers, instants as ISO 8601. Refuses an unsafe number.
import pg, { Pool, type PoolConfig } from 'pg';

export type PoolOptions = {
  readonly url: string;
  /** Connections at most. */
  readonly size: number;
  /** Shown in pg_stat_activity. */
  readonly applicationName?: string;
  /** Statements by which each connection is set up besides its timeouts. */
  readonly settings?: string;
  /** Errors of idle connections, which no query would report. */
  readonly onIdleError?: (error: Error) => void;
};

export const STATEMENT_TIMEOUT_MS = 15_000;
const CONNECT_TIMEOUT_MS = 5_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 20_000;
const LOCK_TIMEOUT_MS = 8_000;
/** Longer than the server's own bound, so that it only ends what the network swallowed. */
const READ_TIMEOUT_MS = 20_000;

const INT8 = pg.types.builtins.INT8;
const TIMESTAMPTZ = pg.types.builtins.TIMESTAMPTZ;

/** @throws RangeError when a 64-bit number does not fit a double: better no answer than a wrong amount. */
export function safeNumber(text: string | bigint): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${text} is beyond the safe integers`);
  return number;
}

/** How columns become values; Prisma brings its own parsers with each query and is not touched by these. */
const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') => {
  if (format !== 'binary') {
    if (oid === INT8) return safeNumber;
    if (oid === TIMESTAMPTZ) return (text: string) => new Date(text).toISOString();
  }
  return pg.types.getTypeParser(oid, format);
};

/**
 * A pool whose connections carry timeouts. They are set by statement and not at start-up, because poolers refuse start-up parameters.
 * The caller ends it.
 */
export function createPool(options: PoolOptions): Pool {
  const config: PoolConfig = {
    connectionString: options.url,
    max: options.size,
    application_name: options.applicationName ?? 'bulkhead',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: 30_000,
    query_timeout: READ_TIMEOUT_MS,
    keepAlive: true,
    types: { getTypeParser },
    onConnect: async (client) => {
      await client.query(
        `SET statement_timeout = ${STATEMENT_TIMEOUT_MS}; SET lock_timeout = ${LOCK_TIMEOUT_MS};
         SET idle_in_transaction_session_timeout = ${IDLE_IN_TRANSACTION_TIMEOUT_MS}; SET timezone = 'UTC'; ${options.settings ?? ''}`,
      );
    },
  };
  const pool = new Pool(config);
  pool.on('error', (error) => options.onIdleError?.(error));
  // Lost between two statements of a transaction, while nobody waits on it: the next statement says so. Without a listener it ends the process.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}
