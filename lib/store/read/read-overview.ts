// Knows the overview: who is needed now and how the period went, by the database's clock.
import { type OVERVIEW_PERIODS, type OverviewShape, overviewShape } from '../../contract/overview';
import type { Database } from '../database';
import { storeError } from '../store-errors';
import { alertsNow } from './overview-alerts';
import { breakersNow } from './overview-breakers';
import { budgetsNow } from './overview-budgets';
import {
  countAtLimit,
  countDeadLetters,
  countPending,
  countRuns,
  mostUrgent,
  stoppedRuns,
} from './overview-now';
import {
  countDecisions,
  countFailed,
  finishedBySlice,
  type PeriodBounds,
  spendByAgent,
  stepQuantiles,
} from './overview-period';
import { sheddingAgents } from './overview-shedding';

export type OverviewPeriod = (typeof OVERVIEW_PERIODS)[number];

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** The period is whole slices, the last one begun and not over. */
const SLICES: { readonly [P in OverviewPeriod]: { readonly sliceMs: number; readonly slices: number } } = {
  '1h': { sliceMs: 2 * MINUTE_MS, slices: 30 },
  '24h': { sliceMs: HOUR_MS, slices: 24 },
  '7d': { sliceMs: 6 * HOUR_MS, slices: 28 },
};

/** Slices begin at whole multiples of their length (UTC), so that a chart does not shift with each look. */
export function periodBounds(period: OverviewPeriod, nowMs: number): PeriodBounds {
  const { sliceMs, slices } = SLICES[period];
  const current = Math.floor(nowMs / sliceMs) * sliceMs;
  return { since: new Date(current - (slices - 1) * sliceMs).toISOString(), sliceMs, slices };
}

/** `personId`: who asks, for what they have put off; null where a key asks. */
export async function readOverview(
  db: Pick<Database, 'pool' | 'prisma'>,
  period: OverviewPeriod,
  personId: string | null,
): Promise<OverviewShape> {
  const { pool } = db;
  try {
    const { rows } = await pool.query<{ now: string }>('SELECT now() AS now');
    const now = rows[0]?.now ?? '';
    const bounds = periodBounds(period, Date.parse(now));
    const { since, sliceMs } = bounds;
    const today = `${now.slice(0, 10)}T00:00:00.000Z`;
    const [
      runs,
      pending,
      atLimit,
      failed,
      needsPerson,
      stopped,
      deadLetters,
      shedding,
      breakers,
      budgets,
      alerts,
    ] = await Promise.all([
      countRuns(pool),
      countPending(pool, personId),
      countAtLimit(pool),
      countFailed(pool, since),
      mostUrgent(db, personId),
      stoppedRuns(pool, since),
      countDeadLetters(pool),
      sheddingAgents(pool),
      breakersNow(pool),
      budgetsNow(db),
      alertsNow(pool),
    ]);
    const [slices, quantiles, humanDecisions, byAgent] = await Promise.all([
      finishedBySlice(pool, bounds),
      stepQuantiles(pool, since),
      countDecisions(pool, since),
      spendByAgent(pool, today),
    ]);
    const succeeded = slices.reduce((sum, slice) => sum + slice.succeeded, 0);
    const others = slices.reduce((sum, slice) => sum + slice.failed + slice.cancelled, 0);
    return overviewShape.parse({
      now,
      runs,
      approvals: pending.approvals,
      unknownOutcomes: pending.unknownOutcomes,
      atLimit,
      failed,
      deadLetters,
      breakers,
      budgets,
      alerts,
      needsPerson,
      stoppedRuns: stopped,
      shedding,
      period: {
        since,
        sliceMs,
        slices,
        finished: succeeded + others,
        succeeded,
        humanDecisions,
        ...quantiles,
      },
      spend: {
        since: today,
        totalMicroUsd: byAgent.reduce((sum, one) => sum + one.costMicroUsd, 0),
        byAgent,
      },
    });
  } catch (error) {
    throw storeError(error, 'read overview');
  }
}
