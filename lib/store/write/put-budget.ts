// Knows how a budget is set and taken away: by version; what its workers hold and is no longer covered is recalled in the same act.
import { type BudgetName, type BudgetTerms, budgetId } from '../../domain/budget';
import type { Actor } from '../../domain/principal';
import { isLive } from '../budgets/budget-locks';
import { RECALL_STANDS_MS } from '../budgets/recall';
import { countSpentBefore, SETTING } from '../budgets/spent-before';
import { askOfTransaction } from '../budgets/transact';
import type { Transaction } from '../prisma';
import { waitsFor } from '../read/waiting-for-budget';
import { hasten } from '../runs/hasten-runs';

export type StandingBudget = Pick<BudgetTerms, 'limitMicroUsd' | 'alertAt'>;

export type PutBudgetOutcome = {
  readonly version: number;
  /** As it was; null: it bounded nothing. */
  readonly before: StandingBudget | null;
  readonly changed: boolean;
};

type Found = StandingBudget & { readonly version: number; readonly archived: boolean };

/** Periods before all else, as everywhere: whoever is given room at this moment sees the limit as it is now, or as it will be. */
const LOCK_PERIODS = `SELECT id::text FROM budget_period WHERE scope = $1 AND period = $2 AND (ends_at IS NULL OR ends_at > now())
  ORDER BY id FOR NO KEY UPDATE`;
const FIND = `SELECT limit_micro_usd::float8 AS "limitMicroUsd", alert_at AS "alertAt", version, archived_at IS NOT NULL AS archived
  FROM budget WHERE scope = $1 AND period = $2`;
const PUT = `INSERT INTO budget (scope, period, limit_micro_usd, alert_at, version, updated_at, updated_by)
  VALUES ($1, $2, $3::int8, $4::float8[], $5::int, now(), $6::jsonb)
  ON CONFLICT (scope, period) DO UPDATE SET limit_micro_usd = excluded.limit_micro_usd, alert_at = excluded.alert_at, version = excluded.version,
    updated_at = excluded.updated_at, updated_by = excluded.updated_by, archived_at = NULL`;
const ARCHIVE = `UPDATE budget SET archived_at = now(), version = $3::int, updated_at = now(), updated_by = $4::jsonb WHERE scope = $1 AND period = $2`;
const RECALL = `WITH uncovered AS (UPDATE budget_period p SET recalled_until = now() + interval '${RECALL_STANDS_MS} milliseconds' FROM budget b
    WHERE p.scope = $1 AND p.period = $2 AND b.scope = p.scope AND b.period = p.period AND (p.ends_at IS NULL OR p.ends_at > now())
      AND (b.archived_at IS NOT NULL OR p.spent_micro_usd + p.held_micro_usd > b.limit_micro_usd) RETURNING p.id),
  asked AS (SELECT a.id FROM allowance a WHERE a.budget_period_id IN (SELECT id FROM uncovered) AND a.recalled_at IS NULL
      AND a.worker_id IS NOT NULL AND ${isLive('a.worker_id')} ORDER BY a.id FOR NO KEY UPDATE)
  UPDATE allowance a SET recalled_at = now() FROM asked WHERE a.id = asked.id`;
const WAKE = hasten(waitsFor('run', '$1::text'));

/** The same again is no new version. One that bounded nothing until now finds what was spent in its period already. `check` is called under the lock with the version there is, 0 for none; it throws to refuse. */
export async function putBudget(
  tx: Transaction,
  { scope, period }: BudgetName,
  { limitMicroUsd, alertAt }: StandingBudget,
  by: Actor,
  check: (latest: number) => void,
): Promise<PutBudgetOutcome> {
  const found = await lockedBudget(tx, { scope, period });
  const latest = found?.version ?? 0;
  check(latest);
  const before = standing(found);
  const isSame =
    before !== null &&
    before.limitMicroUsd === limitMicroUsd &&
    JSON.stringify(before.alertAt) === JSON.stringify(alertAt);
  if (isSame) return { version: latest, before, changed: false };
  const version = latest + 1;
  await tx.$executeRawUnsafe(PUT, scope, period, limitMicroUsd, [...alertAt], version, JSON.stringify(by));
  if (before === null) await countSpentBefore(askOfTransaction(tx), { scope, period });
  await tx.$executeRawUnsafe(RECALL, scope, period);
  return { version, before, changed: true };
}

/** It bounds nothing from then on; what was spent is kept. @returns null where there is none. */
export async function archiveBudget(
  tx: Transaction,
  { scope, period }: BudgetName,
  by: Actor,
): Promise<PutBudgetOutcome | null> {
  const found = await lockedBudget(tx, { scope, period });
  const before = standing(found);
  if (found === null || before === null) return null;
  const version = found.version + 1;
  await tx.$executeRawUnsafe(ARCHIVE, scope, period, version, JSON.stringify(by));
  await tx.$executeRawUnsafe(RECALL, scope, period);
  return { version, before, changed: true };
}

async function lockedBudget(tx: Transaction, { scope, period }: BudgetName): Promise<Found | null> {
  await tx.$queryRawUnsafe(SETTING);
  await tx.$queryRawUnsafe(LOCK_PERIODS, scope, period);
  const [found] = await tx.$queryRawUnsafe<Found[]>(FIND, scope, period);
  return found ?? null;
}

const standing = (found: Found | null): StandingBudget | null =>
  found === null || found.archived ? null : { limitMicroUsd: found.limitMicroUsd, alertAt: found.alertAt };

/** In the act that makes more room: no process can die between the two. Who is about to park looks once more when it has. */
export async function wakeWaiting(tx: Transaction, name: BudgetName): Promise<void> {
  await tx.$executeRawUnsafe(WAKE, budgetId(name));
}
