// Holds the list of budgets to the period that is running.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatabaseHarness, openHarness } from '../runs/testing/harness';
import { listBudgets } from './list-budgets';
import { budgetsNow } from './overview-budgets';

describe('listing budgets', () => {
  let harness: DatabaseHarness;
  beforeAll(async () => {
    harness = await openHarness();
    await harness.db.pool.query(`INSERT INTO budget (scope, period, limit_micro_usd, alert_at, version, updated_at, updated_by, archived_at) VALUES
      ('global', 'total', 9000, '{0.8}', 1, now(), '{}', NULL),
      ('agent:refunds', 'day', 5000, '{0.5,1}', 3, now(), '{}', NULL),
      ('agent:refunds', 'month', 5000, '{}', 2, now(), '{}', now()),
      ('label:team=a', 'month', 700, '{1}', 1, now(), '{}', NULL)`);
    await harness.db.pool.query(`INSERT INTO budget_period (scope, period, starts_at, ends_at, spent_micro_usd, held_micro_usd, overrun_micro_usd) VALUES
      ('global', 'total', 'epoch', NULL, 4000, 100, 0),
      ('agent:refunds', 'day', now() - interval '30 hours', now() - interval '6 hours', 4999, 0, 0),
      ('agent:refunds', 'day', now() - interval '6 hours', now() + interval '18 hours', 1000, 0, 7)`);
  });
  afterAll(() => harness.close());

  it('shows each in its present period, with what it comes to if it goes on so', async () => {
    const { items } = await listBudgets(harness.db, { limit: 10 });
    expect(items).toMatchObject([
      { scope: 'agent:refunds', period: 'day', spentMicroUsd: 1000, overrunMicroUsd: 7 },
      { scope: 'global', period: 'total', forecastMicroUsd: 4000, heldMicroUsd: 100, resetsAt: null },
      { scope: 'label:team=a', period: 'month', limitMicroUsd: 700, spentMicroUsd: 0, forecastMicroUsd: 0 },
    ]);
    const month = new Date();
    month.setUTCMonth(month.getUTCMonth() + 1, 1);
    expect(items[2]?.resetsAt).toBe(`${month.toISOString().slice(0, 10)}T00:00:00.000Z`);
    expect(items[0]?.forecastMicroUsd).toBeGreaterThan(3_900);
    expect(items[0]?.forecastMicroUsd).toBeLessThanOrEqual(4_000);
  });

  it('goes on where a page ended', async () => {
    const first = await listBudgets(harness.db, { limit: 1 });
    expect(first.nextCursor).not.toBeNull();
    const rest = await listBudgets(harness.db, { limit: 2, cursor: first.nextCursor ?? '' });
    expect([rest.items.map(({ scope }) => scope), rest.nextCursor]).toEqual([
      ['global', 'label:team=a'],
      null,
    ]);
  });

  it('tells the overview which are used most, by what is spent and held, and how many are near their limit', async () => {
    const before = await budgetsNow(harness.db);
    expect([before.set, before.nearLimit]).toEqual([3, 0]);
    expect(before.mostUsed.map(({ scope }) => scope)).toEqual(['global', 'agent:refunds', 'label:team=a']);
    await harness.db.pool.query(
      `UPDATE budget_period SET held_micro_usd = 1500 WHERE scope = 'agent:refunds' AND ends_at > now()`,
    );
    const after = await budgetsNow(harness.db);
    expect([after.nearLimit, after.mostUsed[0]?.scope]).toEqual([1, 'agent:refunds']);
  });

  it('forecasts by what the hours to come usually cost, once that is known', async () => {
    // In two weeks 200 in each hour of the week: 100 an hour.
    await harness.db.pool.query(
      `INSERT INTO usual_spend (scope, read_at, weeks, by_hour_of_week, last_week_micro_usd, active_hours, active_micro_usd)
       VALUES ('agent:refunds', now(), 2, array_fill(200::float8, ARRAY[168]), 16800, 336, 33600)`,
    );
    const { items } = await listBudgets(harness.db, { limit: 10 });
    // 1 000 are spent, and 18 hours are left of the day.
    const expected = items.find(({ scope }) => scope === 'agent:refunds')?.forecastMicroUsd;
    expect(expected).toBeGreaterThan(2_790);
    expect(expected).toBeLessThanOrEqual(2_801);
    await harness.db.pool.query('DELETE FROM usual_spend');
  });
});
