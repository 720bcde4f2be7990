// Holds the figures by the hour to the journals: whatever is asked of both, they answer the same, counted or not.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SpendFilter, SpendKey } from '../../contract/spend';
import type { TokenUsage } from '../../domain/money';
import { createBudgetLedger } from '../budgets/budget-ledger';
import { aCallingRun } from '../runs/testing/calling-run';
import { type DatabaseHarness, openHarness } from '../runs/testing/harness';
import { readSpend, spendFromJournals } from './read-spend';
import { areHoursEnough, spendFromHours } from './spend-from-hours';

const PERIOD = { since: '2026-03-01T00:00:00.000Z', until: '2026-03-03T00:00:00.000Z' };
const KEYS: SpendKey[][] = [
  [],
  ['agent'],
  ['model'],
  ['label'],
  ['day'],
  ['hour'],
  ['day', 'agent'],
  ['hour', 'model'],
  ['label', 'model'],
  ['agent', 'label', 'day'],
];
const FILTERS: SpendFilter[] = [
  {},
  { agent: 'triage' },
  { model: 'small' },
  { agent: 'refunds', model: 'large' },
  { label: 'team=a' },
  { label: 'team=a', agent: 'triage' },
  { agent: 'nobody' },
];
const MODELS = ['large', 'small', 'tiny'];

type Call = { at: string; costMicroUsd: number } & (
  | { model: string; usage: TokenUsage | null; error?: string; lost?: boolean }
  | { tool: string }
);

let harness: DatabaseHarness;
beforeAll(async () => {
  harness = await openHarness();
  await harness.asOwner(`UPDATE spend_rollup SET complete_since = 'epoch'`);
  for (let i = 0; i < 40; i++) {
    const gold = i % 5 === 0 ? { tier: 'gold' } : {};
    const labels = i % 3 === 0 ? {} : { team: i % 2 === 0 ? 'a' : 'b', ...gold };
    const at = (call: number) =>
      new Date(Date.parse(PERIOD.since) + (i * 73 + call * 31 - 20) * 60_000).toISOString();
    const calls = [0, 1, 2].map((call): Call => {
      const base = { at: at(call), model: MODELS[(i + call) % 3] ?? '' };
      // Every other one costs nothing, and is no charge.
      if (call === 1 && i % 3 === 0) return { at: at(call), tool: 'web.search', costMicroUsd: (i % 2) * 50 };
      if (call === 2 && i % 7 === 0) return { ...base, costMicroUsd: 0, usage: null, error: 'http_503' };
      const usage = { inputTokens: 10 + i, outputTokens: call, cachedInputTokens: i % 4, reasoningTokens: 0 };
      return { ...base, costMicroUsd: 100 + i * 7 + call, usage, lost: call === 0 && i % 10 === 0 };
    });
    const runId = await aCallingRun(harness, { agent: i % 4 === 0 ? 'triage' : 'refunds', labels, calls });
    for (const [step, call] of calls.entries()) await settledHold(runId, step + 1, call);
  }
});
afterAll(() => harness.close());

/** As the commits of its intent and of its result leave it. */
async function settledHold(runId: string, step: number, call: Call) {
  const { at, costMicroUsd } = call;
  const [called, name] = 'model' in call ? ['model', call.model] : ['tool', call.tool];
  const usage = 'model' in call ? call.usage : null;
  const failed = 'model' in call && call.error !== undefined;
  await harness.db.pool.query(
    `INSERT INTO hold (run_id, step, attempt, called, name, version, allowances, held_micro_usd, held_at, settled_at, cost_micro_usd, estimated, outcome,
       input_tokens, output_tokens, cached_input_tokens, reasoning_tokens)
     VALUES ($1, $2, 1, $3, $4, 1, '{}', 9000, $5, $5, $6, false, $7, $8, $9, $10, 0)`,
    [
      runId,
      step,
      called,
      name,
      at,
      costMicroUsd,
      failed ? 'failed' : 'succeeded',
      usage?.inputTokens ?? null,
      usage?.outputTokens ?? null,
      usage?.cachedInputTokens ?? null,
    ],
  );
}

const MOST = 5_001;
async function bothWays(filter: SpendFilter, keys: readonly SpendKey[]) {
  const ask = async ({ text, values }: { text: string; values: unknown[] }) =>
    (await harness.db.pool.query<{ total: object; rows: object[] }>(text, values)).rows[0];
  return {
    hours: await ask(spendFromHours(PERIOD, filter, keys, MOST)),
    journals: await ask(spendFromJournals(PERIOD, filter, keys)),
  };
}

describe('spend by the hour', () => {
  it('is the same as from journals, with none, half and all of it counted', async () => {
    const ledger = createBudgetLedger(harness.db.pool);
    let asked = 0;
    for (const counts of [0, 60, 1_000]) {
      if (counts > 0) expect(await ledger.count(counts)).toBeGreaterThan(0);
      for (const filter of FILTERS) {
        for (const keys of KEYS) {
          if (filter.label !== undefined && keys.includes('label')) continue;
          const { hours, journals } = await bothWays(filter, keys);
          expect(hours, `${JSON.stringify(filter)} by ${keys}`).toEqual(journals);
          asked += 1;
        }
      }
    }
    expect(asked).toBe(192);
    expect(await ledger.count(10)).toBe(0);
  });

  it('is what a question is answered with that it tells, and no other', async () => {
    const { pool } = harness.db;
    const enough = (over: Partial<typeof PERIOD>, filter: SpendFilter = {}, keys: readonly SpendKey[] = []) =>
      areHoursEnough(pool, { ...PERIOD, ...over }, filter, keys);
    expect(await enough({})).toBe(true);
    expect(await enough({ until: new Date().toISOString() }, {}, ['agent', 'hour'])).toBe(true);
    expect(await enough({ since: '2026-03-01T00:30:00.000Z' })).toBe(false);
    expect(await enough({ until: '2026-03-02T23:59:59.999Z' })).toBe(false);
    expect(await enough({}, {}, ['status'])).toBe(false);
    expect(await enough({}, {}, ['tool'])).toBe(false);
    expect(await enough({}, { tool: 'payments.refund' })).toBe(false);
    expect(await enough({}, { label: 'team=a' }, ['label'])).toBe(false);
    expect((await readSpend(harness.db, PERIOD, {}, [])).total.runs).toBeGreaterThan(30);
    await harness.asOwner(`UPDATE spend_rollup SET complete_since = '2026-03-01T00:00:01Z'`);
    expect(await enough({})).toBe(false);
  });

  it('tells nothing until holds are counted, and nothing of the two hours after the first one', async () => {
    await harness.asOwner(`UPDATE spend_rollup SET complete_since = 'infinity'`);
    const since = (hours: number) =>
      new Date((Math.floor(Date.now() / 3_600_000) + hours) * 3_600_000).toISOString();
    const enough = (hours: number) =>
      areHoursEnough(harness.db.pool, { since: since(hours), until: since(hours + 1) }, {}, []);
    expect(await enough(50)).toBe(false);
    const [row] = (await harness.db.pool.query<{ id: string }>('SELECT id FROM run LIMIT 1')).rows;
    const call = { at: since(0), model: 'small', costMicroUsd: 1, usage: null };
    await settledHold(row?.id ?? '', 99, call);
    expect(await createBudgetLedger(harness.db.pool).count(10)).toBe(1);
    expect([await enough(1), await enough(3)]).toEqual([false, true]);
  });
});
