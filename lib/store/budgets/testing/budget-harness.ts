// Knows a ledger of budgets on a database of its own for tests, asked through two pools as two processes have them.
import { SYSTEM_ACTOR } from '../../../domain/principal';
import type { BudgetHarness, PeriodFigures } from '../../../ports/testing/budget-scenario';
import { inTransaction } from '../../database';
import { type DatabaseHarness, openHarness } from '../../runs/testing/harness';
import { archiveBudget, putBudget } from '../../write/put-budget';
import { createBudgetLedger } from '../budget-ledger';

export type DatabaseBudgets = {
  readonly harness: DatabaseHarness;
  open(): Promise<BudgetHarness>;
  close(): Promise<void>;
};

const FIGURES = `SELECT spent_micro_usd AS "spentMicroUsd", held_micro_usd AS "heldMicroUsd", overrun_micro_usd AS "overrunMicroUsd"
  FROM budget_period WHERE scope = $1 AND period = $2 ORDER BY id DESC`;

/** One database for a file; what its tests write about budgets is removed after each. */
export async function openDatabaseBudgets(): Promise<DatabaseBudgets> {
  const harness = await openHarness();
  const other = harness.openAnother();
  const { db } = harness;
  return {
    harness,
    close: () => harness.close(),
    open: async () => ({
      runs: harness,
      ledgers: [createBudgetLedger(db.pool), createBudgetLedger(other.db.pool)],
      async putBudget(name, limitMicroUsd) {
        await inTransaction(db, 'put budget', async (tx) => {
          if (limitMicroUsd === null) await archiveBudget(tx, name, SYSTEM_ACTOR);
          else await putBudget(tx, name, { limitMicroUsd, alertAt: [1] }, SYSTEM_ACTOR, () => {});
        });
      },
      periodsOf: async ({ scope, period }) =>
        (await db.pool.query<PeriodFigures>(FIGURES, [scope, period])).rows,
      async pass(ms) {
        await harness.asOwner(`UPDATE allowance SET recalled_at = recalled_at - interval '${ms} milliseconds',
          updated_at = updated_at - interval '${ms} milliseconds';
          UPDATE budget_period SET recalled_until = recalled_until - interval '${ms} milliseconds'`);
      },
      async endPeriods() {
        await harness.asOwner(
          `UPDATE budget_period SET starts_at = starts_at - interval '40 days', ends_at = now() - interval '1 millisecond' WHERE ends_at IS NOT NULL`,
        );
      },
      close: () =>
        harness.asOwner(
          'TRUNCATE budget, budget_period, allowance, hold, spend_due, spend_run, spend_redriven, spend_run_hour, spend_cell, spend_second, alert',
        ),
    }),
  };
}
