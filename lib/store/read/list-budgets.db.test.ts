// Holds the list of budgets to the period that is running.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatabaseHarness, openHarness } from '../runs/testing/harness';
import { forecastOf, listBudgets } from './list-budgets';

describe('listing budgets', () => {
  let harness: DatabaseHarness;
  beforeAll(async () => {
    harness = await openHarness();
    await harness.db.pool.query(`INSERT INTO budget
      (scope, period, period_start, limit_micro_usd, spent_micro_usd, held_micro_usd, overrun_micro_usd, alert_at, updated_at) VALUES
      ('global', 'total', now() - interval '90 days', 9000, 4000, 100, 0, '{0.8}', now()),
      ('agent:refunds', 'day', now() - interval '6 hours', 5000, 1000, 0, 7, '{0.5,1}', now()),
      ('agent:refunds', 'day', now() - interval '30 hours', 5000, 4999, 0, 0, '{0.5,1}', now())`);
  });
  afterAll(() => harness.close());

  it('shows each in its present period, with what it comes to if it goes on so', async () => {
    const { items } = await listBudgets(harness.db, { limit: 10 });
    expect(items).toMatchObject([
      { scope: 'agent:refunds', period: 'day', spentMicroUsd: 1000, overrunMicroUsd: 7 },
      { scope: 'global', period: 'total', forecastMicroUsd: 4000, heldMicroUsd: 100, resetsAt: null },
    ]);
    expect(items[0]?.forecastMicroUsd).toBeGreaterThan(3_900);
    expect(items[0]?.forecastMicroUsd).toBeLessThanOrEqual(4_000);
  });

  it('goes on where a page ended', async () => {
    const first = await listBudgets(harness.db, { limit: 1 });
    expect(first.nextCursor).not.toBeNull();
    const rest = await listBudgets(harness.db, { limit: 1, cursor: first.nextCursor ?? '' });
    expect([rest.items.map(({ scope }) => scope), rest.nextCursor]).toEqual([['global'], null]);
  });

  it('forecasts nothing where nothing ends', () => {
    expect([forecastOf(500, null), forecastOf(500, 0.25), forecastOf(1, 0.3)]).toEqual([500, 2000, 4]);
  });
});
