// Knows breakers as rows that every process shares. A change of state is one conditional update on its epoch, so that exactly one process makes it.
import type { Pool } from 'pg';
import type { BreakerState, BreakerWindow, CallCounts } from '../../domain/breaker';
import { NO_CALLS } from '../../domain/breaker';
import {
  type BreakerProbe,
  type BreakerReport,
  type BreakerStanding,
  type BreakerStore,
  CLOSED,
} from '../../ports/breakers';
import { planName } from '../runs/plan-name';
import { storeError } from '../store-errors';
import {
  OPEN,
  READ,
  SETTLE_ANSWERED,
  SETTLE_FAULTY,
  SETTLE_NONE,
  TAKE_PROBE,
  TO_HALF_OPEN,
} from './breaker-statements';

/** One row a breaker and second is a hot spot: 1 317 reports a second where eight rows took 3 792, when tried. */
const SHARDS = 8;

const REPORT = `INSERT INTO breaker_bucket (key, epoch, second, shard, calls, failures, slow)
  SELECT key, epoch, date_trunc('second', now()), $6, calls, failures, slow
  FROM unnest($1::text[], $2::int8[], $3::int[], $4::int[], $5::int[]) AS r(key, epoch, calls, failures, slow) ORDER BY key, epoch
  ON CONFLICT (key, epoch, second, shard) DO UPDATE SET calls = breaker_bucket.calls + excluded.calls,
    failures = breaker_bucket.failures + excluded.failures, slow = breaker_bucket.slow + excluded.slow`;

const SUMS =
  'coalesce(sum(calls), 0)::int AS calls, coalesce(sum(failures), 0)::int AS failures, coalesce(sum(slow), 0)::int AS slow';

const IN_TIME = `SELECT ${SUMS} FROM breaker_bucket
  WHERE key = $1 AND epoch = $2 AND second > now() - make_interval(secs => $3::float8 / 1000)`;

/** Whole seconds from the newest on, up to the one with which the window is full. */
const IN_CALLS = `SELECT ${SUMS} FROM (
    SELECT calls, failures, slow, sum(calls) OVER (ORDER BY second DESC) - calls AS newer FROM (
      SELECT second, sum(calls) AS calls, sum(failures) AS failures, sum(slow) AS slow FROM breaker_bucket
      WHERE key = $1 AND epoch = $2 GROUP BY second) by_second) ranked
  WHERE newer < $3`;

type StandingRow = {
  readonly state: BreakerState;
  readonly epoch: number;
  readonly opens_in_ms: number | null;
};

export function createBreakerStore(pool: Pool, random: () => number): BreakerStore {
  /** Of this process: two seldom meet in one. */
  const shard = Math.floor(random() * SHARDS);
  const ask = async <R extends object>(
    name: string,
    text: string,
    values: readonly unknown[],
  ): Promise<R[]> => {
    try {
      return (await pool.query<R>({ name: planName(name), text, values: [...values] })).rows;
    } catch (error) {
      throw storeError(error, name);
    }
  };
  return {
    async read(key): Promise<BreakerStanding> {
      const [row] = await ask<StandingRow>('read_breaker', READ, [key]);
      return row === undefined ? CLOSED : { state: row.state, epoch: row.epoch, opensInMs: row.opens_in_ms };
    },
    async report(reports: readonly BreakerReport[]): Promise<void> {
      if (reports.length === 0) return;
      const column = <K extends keyof BreakerReport>(name: K) => reports.map((one) => one[name]);
      const values = [
        column('key'),
        column('epoch'),
        column('calls'),
        column('failures'),
        column('slow'),
        shard,
      ];
      await ask('report_breaker', REPORT, values);
    },
    async countsOf(key: string, epoch: number, window: BreakerWindow): Promise<CallCounts> {
      const [row] =
        window.kind === 'time'
          ? await ask<CallCounts>('breaker_in_time', IN_TIME, [key, epoch, window.ms])
          : await ask<CallCounts>('breaker_in_calls', IN_CALLS, [key, epoch, window.calls]);
      return row ?? NO_CALLS;
    },
    async open(key, epoch, { openMs, reason, counts }): Promise<boolean> {
      const { calls, failures, slow } = counts;
      return (
        (await ask('open_breaker', OPEN, [key, epoch, openMs, reason, calls, failures, slow])).length > 0
      );
    },
    async takeProbe(key, most, leaseMs): Promise<BreakerProbe | null> {
      await ask('half_open_breaker', TO_HALF_OPEN, [key]);
      const [row] = await ask<{ epoch: number; lease: string }>('take_probe', TAKE_PROBE, [
        key,
        most,
        leaseMs,
      ]);
      return row === undefined ? null : { key, epoch: row.epoch, lease: row.lease };
    },
    async settleProbe({ key, epoch, lease }, end): Promise<void> {
      if (end.verdict === 'faulty')
        await ask('probe_faulty', SETTLE_FAULTY, [key, epoch, lease, end.openMs, end.reason]);
      else if (end.verdict === 'answered')
        await ask('probe_answered', SETTLE_ANSWERED, [key, epoch, lease, end.needed]);
      else await ask('probe_none', SETTLE_NONE, [key, epoch, lease]);
    },
  };
}
