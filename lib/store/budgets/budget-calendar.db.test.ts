// Holds the periods that the database makes to the calendar of their zone, over changes of its clocks.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BudgetPeriod } from '@/lib/domain/budget';
import { periodAt } from '@/lib/ports/testing/budget-calendar';
import { type BudgetHarness, CENT, GLOBAL_DAY, Spender } from '@/lib/ports/testing/budget-scenario';
import { type DatabaseBudgets, openDatabaseBudgets } from './testing/budget-harness';

let budgets: DatabaseBudgets;
let h: BudgetHarness;
beforeAll(async () => {
  budgets = await openDatabaseBudgets();
  h = await budgets.open();
});
afterAll(() => budgets.close());

type Row = { at: string; period: BudgetPeriod; zone: string; starts_at: string; ends_at: string | null };
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'Asia/Kathmandu',
  'America/Havana',
];

describe('a period of a budget', () => {
  it('begins and ends with the day or month of its zone, whatever its clocks do', async () => {
    const { rows } = await budgets.harness.db.pool.query<Row>(
      `SELECT at, period, zone, span.starts_at, span.ends_at
       FROM unnest($1::text[]) zone, unnest('{day,month,total}'::text[]) period,
         generate_series('2018-01-01T00:20Z'::timestamptz, '2019-12-31', '7 hours 13 minutes') at, budget_period_at(period, at, zone) span`,
      [ZONES],
    );
    expect(rows.length).toBeGreaterThan(40_000);
    const wrong = rows.filter(({ at, period, zone, starts_at, ends_at }) => {
      const { startsAtMs, endsAtMs } = periodAt(period, Date.parse(at), zone);
      return (
        Date.parse(starts_at) !== startsAtMs || (ends_at === null ? null : Date.parse(ends_at)) !== endsAtMs
      );
    });
    expect(wrong.slice(0, 5)).toEqual([]);
  });

  it('is 23 or 25 hours long where the clocks change, and follows the one before without a gap', async () => {
    const { rows } = await budgets.harness.db.pool.query<{ day: string; hours: number }>(
      `SELECT to_char(at, 'MM-DD') AS day, (extract(epoch FROM ends_at - starts_at) / 3600)::float8 AS hours
       FROM unnest('{2026-03-29T10:00Z,2026-10-25T10:00Z,2026-10-26T10:00Z}'::timestamptz[]) at, budget_period_at('day', at, 'Europe/Berlin')`,
    );
    expect(rows.map(({ hours }) => hours)).toEqual([23, 25, 24]);
  });

  it('that runs is not moved by another zone: the next one begins where it ends', async () => {
    await h.putBudget(GLOBAL_DAY, 10 * CENT);
    const spender = await Spender.of(h);
    await spender.held(6 * CENT);
    await budgets.harness.asOwner(
      `INSERT INTO installation (id, version, zone, updated_at, updated_by) VALUES (true, 1, 'Pacific/Kiritimati', now(), '{}')`,
    );
    expect(await spender.ask(5 * CENT)).toMatchObject({ status: 'refused' });
    await budgets.harness.asOwner(
      `UPDATE budget_period SET starts_at = now() - interval '1 day', ends_at = now() - interval '1 second'`,
    );
    await spender.held(10 * CENT);
    const { rows } = await budgets.harness.db.pool.query<{ gap: number; ends: string }>(
      `SELECT extract(epoch FROM next.starts_at - past.ends_at)::float8 AS gap, to_char(next.ends_at AT TIME ZONE 'Pacific/Kiritimati', 'HH24:MI:SS') AS ends
       FROM budget_period past JOIN budget_period next ON next.id > past.id`,
    );
    expect(rows).toEqual([{ gap: 0, ends: '00:00:00' }]);
    await expect(budgets.harness.asOwner(`UPDATE installation SET zone = 'Middle/Earth'`)).rejects.toThrow(
      /Middle\/Earth/,
    );
  });
});
