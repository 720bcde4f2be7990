// Knows budgets in the period that holds now; refuses to count one whose period is over.
import { z } from 'zod';
import type { BudgetShape } from '../../contract/budget';
import type { Page } from '../../contract/page';
import type { Database } from '../database';
import { storeError } from '../store-errors';
import { decodeCursor, pageFrom } from './cursor';

type BudgetRow = Omit<BudgetShape, 'forecastMicroUsd'> & {
  /** How much of the period has passed, in (0, 1]; null for `total`. */
  readonly passed: number | null;
};

/** Periods are counted in UTC. */
const LISTED = `WITH present AS (
    SELECT *, CASE period WHEN 'day' THEN period_start + interval '1 day' WHEN 'month' THEN period_start + interval '1 month' END AS ends_at
    FROM budget)
  SELECT scope, period, limit_micro_usd AS "limitMicroUsd", spent_micro_usd AS "spentMicroUsd", held_micro_usd AS "heldMicroUsd",
    overrun_micro_usd AS "overrunMicroUsd", ends_at AS "resetsAt",
    (extract(epoch FROM now() - period_start) / extract(epoch FROM ends_at - period_start))::float8 AS passed
  FROM present
  WHERE (ends_at IS NULL OR ends_at > now()) AND period_start <= now() AND (scope, period) > ($1, $2)
  ORDER BY scope, period LIMIT $3`;

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
