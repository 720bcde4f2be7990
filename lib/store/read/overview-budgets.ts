// Knows which budgets are used most now, and how many are near their limit.
import type { BudgetShape } from '../../contract/budget';
import type { OverviewShape } from '../../contract/overview';
import { byUse, isNearLimit } from '../../domain/budget-use';
import type { Database } from '../database';
import { listBudgets } from './list-budgets';

const SHOWN_MOST = 8;
const AT_A_TIME = 1_000;

export async function budgetsNow(db: Pick<Database, 'pool'>): Promise<OverviewShape['budgets']> {
  const all: BudgetShape[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listBudgets>> = await listBudgets(db, {
      limit: AT_A_TIME,
      cursor: cursor ?? undefined,
    });
    all.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return {
    set: all.length,
    nearLimit: all.filter(isNearLimit).length,
    mostUsed: all.sort(byUse).slice(0, SHOWN_MOST),
  };
}
