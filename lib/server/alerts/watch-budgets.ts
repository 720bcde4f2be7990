// Raises and resolves what budgets give cause for: shares that are passed, and forecasts beyond the limit.
import 'server-only';
import type { FoundAlert } from '../../domain/alert';
import { budgetAlerts } from '../../domain/budget-alerts';
import { keepAlerts, lockAlerts, openCauses } from '../../store/alerts/keep-alerts';
import { type Ask, transact } from '../../store/budgets/transact';
import { presentBudgets } from '../../store/read/list-budgets';
import type { App } from '../app';

const AT_ONCE = 500;
const KINDS = ['budget_threshold', 'budget_forecast'] as const;

export type AlertParts = Pick<App, 'db' | 'ids' | 'hints'>;

export async function watchBudgets({ db, ids, hints }: AlertParts): Promise<void> {
  const written = await transact(db.pool, 'watch budgets', async (ask) => {
    await lockAlerts(ask);
    const told = await openCauses(ask, KINDS);
    return keepAlerts(ask, KINDS, await found(ask, told), ids.timeOrdered);
  });
  hints.publish(written.map((id) => ({ topic: 'alerts', id })));
}

async function found(ask: Ask, told: ReadonlySet<string>): Promise<FoundAlert[]> {
  const alerts: FoundAlert[] = [];
  for (let after: readonly [string, string] = ['', '']; ; ) {
    const budgets = await presentBudgets(ask, after, AT_ONCE);
    for (const { expected, ...budget } of budgets) alerts.push(...budgetAlerts(budget, expected, told));
    const last = budgets.at(-1);
    if (last === undefined || budgets.length < AT_ONCE) return alerts;
    after = [last.scope, last.period];
  }
}
