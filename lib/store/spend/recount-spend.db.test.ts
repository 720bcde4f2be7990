// What was spent before sums were kept comes into them off the journals: all of it, once, whatever is on its way there meanwhile and whoever is killed.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SpendFilter, SpendKey } from '../../contract/spend';
import { countHolds } from '../budgets/count-holds';
import { createPool } from '../pool';
import { spendFromJournals } from '../read/read-spend';
import { areHoursKept, cellsFor, spendFromCells } from '../read/spend-from-cells';
import { topRunsFromHours, topRunsFromJournals } from '../read/top-runs';
import { type DatabaseHarness, openHarness } from '../runs/testing/harness';
import { mergeSpend } from './merge-spend';
import { createRecounter, recountSpend } from './recount-spend';
import { createSpendTender, mergeAllSpend } from './tend-spend';
import { attempts } from './testing/spending-attempts';
import { createHistory, type History } from './testing/spending-history';

const START_MS = Date.parse('2026-01-01T00:00:00.000Z');
const iso = (ms: number) => new Date(ms).toISOString();
const PERIOD = { since: iso(START_MS), until: iso(START_MS + 72 * 3_600_000) };
const KEYS: SpendKey[][] = [
  [],
  ['agent'],
  ['model'],
  ['tool'],
  ['label'],
  ['status'],
  ['hour'],
  ['model', 'day'],
];
const FILTERS: SpendFilter[] = [{}, { agent: 'refunds' }, { label: 'team=a' }, { status: 'failed' }];
const SUMS = 'spend_due, spend_run, spend_redriven, spend_run_hour, spend_cell, spend_recount_hour';
const BEGIN = 'complete_since = now(), recounted_to = NULL, recounting = NULL, recounted_seq = NULL';

let harness: DatabaseHarness;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness.close());

const [SOME] = fc.sample(fc.array(attempts(), { minLength: 240, maxLength: 240 }), { numRuns: 1, seed: 5 });
let next = 0;
async function spend(history: History, times: number): Promise<void> {
  for (let i = 0; i < times; i += 1) {
    const made = SOME?.[next % 240];
    next += 1;
    if (made === undefined) throw new Error('there are 240');
    await history.attempt(next * 7, { ...made, at: iso(START_MS + Math.max(0, made.minute) * 60_000) });
  }
}

async function expectSumsToTellTheJournals(): Promise<void> {
  const { pool } = harness.db;
  await mergeAllSpend(pool);
  const ask = async ({ text, values }: { text: string; values: unknown[] }) =>
    (await pool.query<object>(text, values)).rows;
  for (const filter of FILTERS)
    for (const keys of KEYS) {
      const cells = cellsFor(filter, keys);
      if (cells === null) continue;
      const kept = await ask(spendFromCells(PERIOD, filter, keys, cells, 5_000));
      expect(kept, JSON.stringify({ filter, keys })).toEqual(
        await ask(spendFromJournals(PERIOD, filter, keys)),
      );
    }
  expect(await ask(topRunsFromHours(PERIOD, {}, 'all', 50))).toEqual(
    await ask(topRunsFromJournals(PERIOD, {}, 50)),
  );
}

it('tells of runs from before what their journals tell, and of attempts that are on their way', {
  timeout: 120_000,
}, async () => {
  const { pool } = harness.db;
  const history = createHistory(harness);
  for (let i = 0; i < 12; i += 1)
    await history.start(i % 2 === 0 ? 'refunds' : 'triage', i % 3 === 0 ? { team: 'a' } : {});
  await spend(history, 80);
  await history.end(1, 'failed');
  await history.end(2, 'succeeded');
  // As before the upgrade: nothing of it was ever held, and nothing is summed.
  await harness.asOwner(`TRUNCATE hold, ${SUMS}; UPDATE spend_rollup SET complete_since = 'infinity'`);
  await spend(history, 20);
  await recountSpend(pool);
  expect(await areHoursKept(pool, PERIOD)).toBe(false); // other processes may be of the version before
  await harness.asOwner('UPDATE spend_rollup SET complete_since = now()');

  let turns = 0;
  while (await recountSpend(pool, 2)) {
    turns += 1;
    if (turns > 60) throw new Error('it comes to an end');
    await spend(history, 3);
    // Some is counted and not merged, some is merged, some neither; and a second process does the same.
    if (turns % 3 === 0) await countHolds(pool, 5);
    if (turns % 4 === 0) await mergeSpend(pool, { limit: 3, wait: true });
    if (turns === 2) await history.redrive(0);
    if (turns === 3)
      await Promise.all([recountSpend(pool, 2), recountSpend(harness.openAnother().db.pool, 2)]);
  }
  expect(turns).toBeGreaterThan(4);
  expect(await areHoursKept(pool, PERIOD)).toBe(true);
  await expectSumsToTellTheJournals();
  const { rows } = await pool.query<{ held: number }>(
    `SELECT sum(held_micro_usd)::int8 AS held FROM spend_cell WHERE dimension = 'all' AND facet = 'all'`,
  );
  expect(rows[0]?.held).toBeGreaterThan(0);
});

it('begins behind what was read when its process ends in the middle, and reads nothing twice', async () => {
  const { pool } = harness.db;
  await harness.asOwner(`TRUNCATE hold, ${SUMS}; UPDATE spend_rollup SET ${BEGIN}`);
  const position = async () =>
    (await pool.query<{ at: string | null }>('SELECT recounted_to AS at FROM spend_rollup')).rows[0]?.at ??
    null;
  // A part ends where it has rows enough, also with its first run.
  const { rows: long } = await pool.query<{ rows: number }>(
    'SELECT max(seq) AS rows FROM checkpoint WHERE run_id = (SELECT id FROM run ORDER BY id LIMIT 1)',
  );
  await recountSpend(pool, 3, long[0]?.rows);
  const first = await position();
  const { rows: read } = await pool.query('SELECT FROM run WHERE id <= $1', [first]);
  expect(read).toHaveLength(1);
  // A part that does not come to its end leaves nothing.
  await harness.asOwner("ALTER TABLE spend_cell ADD CONSTRAINT broken CHECK (agent <> 'refunds') NOT VALID");
  await expect(recountSpend(pool, 3)).rejects.toThrow();
  expect(await position()).toBe(first);
  await harness.asOwner('ALTER TABLE spend_cell DROP CONSTRAINT broken');
  // Counting goes on whatever hinders it.
  await harness.asOwner(
    'ALTER TABLE spend_rollup ADD CONSTRAINT broken CHECK (recounted_to IS NULL) NOT VALID',
  );
  await createSpendTender(pool).tend();
  await harness.asOwner('ALTER TABLE spend_rollup DROP CONSTRAINT broken');
  const { pool: another } = harness.openAnother().db;
  await harness.asOwner(`INSERT INTO budget (scope, period, limit_micro_usd, alert_at, version, updated_at, updated_by)
    VALUES ('global', 'total', 1, '{}', 1, now(), '{}');
    INSERT INTO budget_period (scope, period, starts_at) VALUES ('global', 'total', 'epoch')`);
  for (let turn = 0; turn < 8; turn += 1) await recountSpend(another);
  expect(await areHoursKept(pool, PERIOD)).toBe(true);
  await expectSumsToTellTheJournals();
  // A budget that was set when sums lacked something has all of it in the end.
  const { rows } = await pool.query<{ spent: number; summed: number }>(
    `SELECT spent_micro_usd::int8 AS spent, (SELECT sum(cost_micro_usd)::int8 FROM spend_cell WHERE dimension = 'all' AND facet = 'all') AS summed
     FROM budget_period WHERE scope = 'global' AND period = 'total'`,
  );
  expect(rows[0]?.summed).toBeGreaterThan(0);
  expect(rows[0]?.spent).toBe(rows[0]?.summed);
});

it('reads a long journal part by part, goes on with it in another process, and counts once what it is charged meanwhile', async () => {
  const { pool } = harness.db;
  await harness.asOwner(`TRUNCATE hold, ${SUMS}; UPDATE spend_rollup SET ${BEGIN}`);
  const history = createHistory(harness);
  await history.start('refunds', { team: 'a' });
  await spend(history, 40);
  const { rows: left } = await pool.query<{ parts: number }>(
    `SELECT sum(ceil(rows / 10.0))::int AS parts FROM (SELECT max(seq) AS rows FROM checkpoint GROUP BY run_id) long`,
  );
  const reading = async () =>
    (await pool.query<{ run: string | null }>('SELECT recounting AS run FROM spend_rollup')).rows[0]?.run;
  let parts = 0;
  let inTheMiddle = 0;
  const processes = [harness.db.pool, harness.openAnother().db.pool];
  while (await recountSpend(processes[parts % 2] ?? pool, 1, 10)) {
    parts += 1;
    if ((await reading()) !== null) inTheMiddle += 1;
    await spend(history, 1);
    await countHolds(pool, 5);
    await mergeSpend(pool, { limit: 5, wait: true });
    if (parts === 7) await history.end(0, 'failed');
    if (parts === 9) await history.start('refunds', {});
    if (parts > 500) throw new Error('it comes to an end');
  }
  expect(parts).toBeGreaterThanOrEqual(left[0]?.parts ?? Number.POSITIVE_INFINITY);
  expect(inTheMiddle).toBeGreaterThan(4);
  expect((await pool.query('SELECT FROM spend_recount_hour')).rows).toEqual([]);
  await expectSumsToTellTheJournals();
});

it('comes to its end where the whole of a journal takes longer than a statement may', {
  timeout: 120_000,
}, async () => {
  const history = createHistory(harness);
  await history.start('triage', {});
  await spend(history, 60);
  const { rows: last } = await harness.db.pool.query<{ id: string }>(
    'SELECT id FROM run ORDER BY id DESC LIMIT 1',
  );
  await harness.asOwner(`TRUNCATE hold, ${SUMS}; UPDATE spend_rollup SET ${BEGIN};
    ALTER TABLE checkpoint ENABLE ROW LEVEL SECURITY;
    CREATE POLICY slow ON checkpoint USING (run_id <> '${last[0]?.id}' OR pg_sleep(0.004) IS NOT NULL)`);
  const pool = createPool({ url: harness.appUrl, size: 1, settings: 'SET statement_timeout = 250' });
  try {
    const { recount } = createRecounter(pool);
    let failures = 0;
    const turn = () =>
      recount().catch(() => {
        failures += 1;
        return true;
      });
    for (let turns = 0; await turn(); turns += 1) if (turns > 400) throw new Error('it comes to an end');
    expect(failures).toBeGreaterThan(0);
  } finally {
    await pool.end();
    await harness.asOwner(
      'DROP POLICY slow ON checkpoint; ALTER TABLE checkpoint DISABLE ROW LEVEL SECURITY',
    );
  }
  await expectSumsToTellTheJournals();
});
