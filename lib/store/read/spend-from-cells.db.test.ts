// Holds which questions are answered from sums that are kept: those that they tell, whole, from the time on from which they are kept.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBudgetLedger } from '../budgets/budget-ledger';
import { aCallingRun } from '../runs/testing/calling-run';
import { type DatabaseHarness, openHarness } from '../runs/testing/harness';
import { readSpend } from './read-spend';
import { areHoursKept, cellsFor } from './spend-from-cells';
import { readTopRuns } from './top-runs';

const PERIOD = { since: '2026-03-01T00:00:00.000Z', until: '2026-03-03T00:00:00.000Z' };

let harness: DatabaseHarness;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness.close());

/** As the commits of its intent and of its result leave it. */
async function settledHold(runId: string, at: string, costMicroUsd: number) {
  await harness.db.pool.query(
    `INSERT INTO hold (run_id, step, attempt, called, name, version, allowances, held_micro_usd, held_at, settled_at, cost_micro_usd, estimated, outcome)
     VALUES ($1, 1, 1, 'model', 'small', 1, '{}', 9000, $2, $2, $3, false, 'succeeded')`,
    [runId, at, costMicroUsd],
  );
}
const keptSince = (instant: string) =>
  harness.asOwner(`UPDATE spend_rollup SET complete_since = '${instant}'`);

describe('spend from sums that are kept', () => {
  it('tells what is asked by one of model and tool, and one of label and status', () => {
    expect(cellsFor({}, ['agent', 'day'])).toEqual({ facet: 'all', dimension: 'all' });
    expect(cellsFor({ agent: 'triage' }, ['model', 'label'])).toEqual({ facet: 'model', dimension: 'label' });
    expect(cellsFor({ tool: 'pay', status: 'failed' }, ['hour'])).toEqual({
      facet: 'tool',
      dimension: 'status',
    });
    expect(cellsFor({ model: 'small' }, ['tool'])).toBeNull();
    expect(cellsFor({}, ['label', 'status'])).toBeNull();
    expect(cellsFor({ label: 'team=a' }, ['label'])).toBeNull();
  });

  it('tells whole hours, or until now, from the time on from which they are kept', async () => {
    const kept = (over: Partial<typeof PERIOD>) => areHoursKept(harness.db.pool, { ...PERIOD, ...over });
    await keptSince('epoch');
    expect(await kept({})).toBe(true);
    expect(await kept({ until: new Date().toISOString() })).toBe(true);
    expect(await kept({ since: '2026-03-01T00:30:00.000Z' })).toBe(false);
    expect(await kept({ until: '2026-03-02T23:59:59.999Z' })).toBe(false);
    await keptSince('2026-03-01T00:00:01Z');
    expect(await kept({})).toBe(false);
  });

  it('holds what was settled a moment ago, which nobody has counted', async () => {
    await keptSince('epoch');
    const runId = await aCallingRun(harness, { agent: 'refunds', calls: [] });
    await settledHold(runId, '2026-03-01T10:00:00Z', 41);
    expect((await readSpend(harness.db, PERIOD, {}, [])).total).toMatchObject({ costMicroUsd: 41, runs: 1 });
    expect(await readTopRuns(harness.db, PERIOD, {}, 3)).toMatchObject([{ id: runId, costMicroUsd: 41 }]);
    // Journals know nothing of it: a part of an hour is read from them.
    const cut = { ...PERIOD, since: '2026-03-01T00:30:00.000Z' };
    expect((await readSpend(harness.db, cut, {}, [])).total.costMicroUsd).toBe(0);
  });

  it('tells nothing until holds are counted, and nothing of the two hours after the first one', async () => {
    await keptSince('infinity');
    const since = (hours: number) =>
      new Date((Math.floor(Date.now() / 3_600_000) + hours) * 3_600_000).toISOString();
    const kept = (hours: number) =>
      areHoursKept(harness.db.pool, { since: since(hours), until: since(hours + 1) });
    expect(await kept(50)).toBe(false);
    const runId = await aCallingRun(harness, { agent: 'refunds', calls: [] });
    await settledHold(runId, since(0), 1);
    expect(await createBudgetLedger(harness.db.pool).count(10)).toBe(1);
    expect([await kept(1), await kept(3)]).toEqual([false, true]);
  });
});
