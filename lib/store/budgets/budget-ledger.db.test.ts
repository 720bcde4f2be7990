// Holds the ledger of budgets on PostgreSQL to what every ledger promises, each test through two pools as two processes have them.
import { afterAll, beforeAll } from 'vitest';
import { budgetHoldsConformance } from '@/lib/ports/budget-holds.conformance';
import { budgetLedgerConformance } from '@/lib/ports/budget-ledger.conformance';
import { type DatabaseBudgets, openDatabaseBudgets } from './testing/budget-harness';

let budgets: DatabaseBudgets;
beforeAll(async () => {
  budgets = await openDatabaseBudgets();
});
afterAll(() => budgets.close());

budgetLedgerConformance('PostgreSQL', () => budgets.open());
budgetHoldsConformance('PostgreSQL', () => budgets.open());
