// Knows budgets in the period that holds now; refuses to count one whose period is over.
import { z } from 'zod';
import type { BudgetShape } from '../../contract/budget';
import type { Page } from '../../contract/page';
import { presentPeriod, ZONE } from '../budgets/present-periods';
import type { Database } from '../database';
import { storeError } from '../store-errors';
import { decodeCursor, pageFrom } from './cursor';
import { MOST_WAITING_RUNS, waitsFor } from './waiting-for-budget';

type BudgetRow = Omit<BudgetShape, 'forecastMicroUsd'> & {
  /** How much of the period has passed, in (0, 1]; null for `total`. */
  readonly passed: number | null;
};

/** A period that nothing was asked of yet is not written down: it is the calendar's, with nothing spent. */
const LISTED = `SELECT b.scope, b.period, b.limit_micro_usd AS "limitMicroUsd", b.alert_at AS "alertAt", b.version, coalesce(present.spent_micro_usd, 0) AS "spentMicroUsd",
    coalesce(present.held_micro_usd, 0) AS "heldMicroUsd", coalesce(present.overrun_micro_usd, 0) AS "overrunMicroUsd", span.ends_at AS "resetsAt",
    waiting.runs AS "waitingRuns",
    (extract(epoch FROM now() - span.starts_at) / extract(epoch FROM span.ends_at - span.starts_at))::float8 AS passed
  FROM budget b LEFT JOIN LATERAL (${presentPeriod('b')}) present ON true
  CROSS JOIN LATERAL budget_period_at(b.period, now(), ${ZONE}) calendar
  CROSS JOIN LATERAL (SELECT coalesce(present.starts_at, calendar.starts_at) AS starts_at,
    CASE WHEN present.id IS NULL THEN calendar.ends_at ELSE present.ends_at END AS ends_at) span
  CROSS JOIN LATERAL (SELECT count(*)::int AS runs FROM (SELECT FROM run r WHERE ${waitsFor('r', "b.period || ':' || b.scope")} LIMIT ${MOST_WAITING_RUNS}) capped) waiting
  WHERE b.archived_at IS NULL AND (b.scope, b.period) > ($1, $2) ORDER BY b.scope, b.period LIMIT $3`;

/** By scope, then period. */
export async function listBudgets(
  db: Pick<Database, 'pool'>,
  query: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<BudgetShape>> {
  const [scope, period] = decodeCursor(query.cursor, z.tuple([z.string(), z.string()])) ?? ['', ''];
  try {
    const { rows } = await db.pool.query<BudgetRow>(LISTED, [scope, period, query.limit + 1]);
    return pageFrom(
      rows,
      query.limit,
      (row) => [row.scope, row.period],
      ({ passed, ...row }) => ({ ...row, forecastMicroUsd: forecastOf(row.spentMicroUsd, passed) }),
    );
  } catch (error) {
    throw storeError(error, 'list budgets');
  }
}

/** Straight on from what was spent so far; rounded up, as every cost is. */
export function forecastOf(spentMicroUsd: number, passed: number | null): number {
  return passed === null || passed <= 0 ? spentMicroUsd : Math.ceil(spentMicroUsd / Math.min(1, passed));
}
