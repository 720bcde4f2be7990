// Knows budgets in the period that holds now; refuses to count one whose period is over.
import { z } from 'zod';
import type { BudgetShape } from '../../contract/budget';
import type { Page } from '../../contract/page';
import { type Forecast, forecast, type UsualSpend } from '../../domain/spend-forecast';
import { presentPeriod, ZONE } from '../budgets/present-periods';
import { type Ask, askOn } from '../budgets/transact';
import type { Database } from '../database';
import { storeError } from '../store-errors';
import { decodeCursor, pageFrom } from './cursor';
import { MOST_WAITING_RUNS, waitsFor } from './waiting-for-budget';

type BudgetRow = Omit<BudgetShape, 'forecastMicroUsd'> & {
  /** How much of the period has passed, in (0, 1]; null for `total`. */
  readonly passed: number | null;
  readonly now: string;
  readonly usual: UsualSpend | null;
};

/** A budget with what it will have spent at the end of its period. */
export type PresentBudget = Omit<BudgetShape, 'forecastMicroUsd'> & { readonly expected: Forecast };

/** A period that nothing was asked of yet is not written down: it is the calendar's, with nothing spent. */
const LISTED = `SELECT b.scope, b.period, b.limit_micro_usd AS "limitMicroUsd", b.alert_at AS "alertAt", b.version, coalesce(present.spent_micro_usd, 0) AS "spentMicroUsd",
    coalesce(present.held_micro_usd, 0) AS "heldMicroUsd", coalesce(present.overrun_micro_usd, 0) AS "overrunMicroUsd", span.ends_at AS "resetsAt",
    waiting.runs AS "waitingRuns", now() AS now, CASE WHEN u.scope IS NOT NULL THEN jsonb_build_object('weeks', u.weeks, 'byHourOfWeek', u.by_hour_of_week,
      'lastWeekMicroUsd', u.last_week_micro_usd, 'activeHours', u.active_hours, 'activeMicroUsd', u.active_micro_usd) END AS usual,
    (extract(epoch FROM now() - span.starts_at) / extract(epoch FROM span.ends_at - span.starts_at))::float8 AS passed
  FROM budget b LEFT JOIN LATERAL (${presentPeriod('b')}) present ON true
  LEFT JOIN usual_spend u ON u.scope = b.scope AND b.period <> 'total'
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
  const after = decodeCursor(query.cursor, z.tuple([z.string(), z.string()])) ?? ['', ''];
  try {
    return pageFrom(
      await presentBudgets(askOn(db.pool), after, query.limit + 1),
      query.limit,
      (row) => [row.scope, row.period],
      ({ expected, ...budget }) => ({ ...budget, forecastMicroUsd: expected.microUsd }),
    );
  } catch (error) {
    throw storeError(error, 'list budgets');
  }
}

/** @param after scope and period of the one before. */
export async function presentBudgets(
  ask: Ask,
  after: readonly [scope: string, period: string],
  limit: number,
): Promise<PresentBudget[]> {
  const rows = await ask<BudgetRow>('present_budgets', LISTED, [...after, limit]);
  return rows.map(({ passed, now, usual, ...budget }) => {
    const { spentMicroUsd, resetsAt } = budget;
    const endsMs = resetsAt === null ? null : Date.parse(resetsAt);
    const expected = forecast({ spentMicroUsd, passed, nowMs: Date.parse(now), endsMs, usual });
    return { ...budget, expected };
  });
}
