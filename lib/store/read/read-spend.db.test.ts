// Holds sums over the journal to the journal: whatever they are summed by, the parts come to the whole.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SPEND_KEYS, type SpendFigures, type SpendKey, type SpendRow } from '../../contract/spend';
import { aCallingRun } from '../runs/testing/calling-run';
import { type DatabaseHarness, openHarness } from '../runs/testing/harness';
import { readSpend } from './read-spend';
import { readTaskCosts } from './task-costs';
import { readTopRuns } from './top-runs';

const usage = (inputTokens: number, outputTokens: number, cachedInputTokens = 0) => ({
  inputTokens,
  outputTokens,
  cachedInputTokens,
  reasoningTokens: 0,
});
const PERIOD = { since: '2026-03-01T00:00:00.000Z', until: '2026-03-03T00:00:00.000Z' };
const costs = (rows: readonly SpendRow[], key: SpendKey) =>
  Object.fromEntries(rows.map((row) => [String(row[key]), row.costMicroUsd]));
const sum = (rows: readonly SpendRow[], figure: keyof SpendFigures) =>
  rows.reduce((all, row) => all + row[figure], 0);

describe('what was spent', () => {
  let harness: DatabaseHarness;
  let refund: string;
  beforeAll(async () => {
    harness = await openHarness();
    await harness.asOwner(`UPDATE spend_rollup SET complete_since = 'infinity'`); // these runs hold nothing
    refund = await aCallingRun(harness, {
      agent: 'refunds',
      labels: { team: 'support', tier: 'gold' },
      ends: { status: 'succeeded', at: '2026-03-02T00:00:10.000Z' },
      calls: [
        {
          at: '2026-03-01T23:59:59.999Z',
          model: 'large',
          costMicroUsd: 1_001,
          usage: usage(900, 101, 400),
          // What others wrote can't pass for a figure, and NUL is no reason to fail.
          asks: [
            {
              tool: 'payments.lookup',
              arguments: { note: 'a\0b', usage: { inputTokens: 'x' }, type: 'model' },
            },
            { tool: 'payments.refund', arguments: { calls: [{ tool: 'forged' }] } },
            { tool: 'payments.lookup' },
          ],
        },
        {
          at: '2026-03-02T00:00:00.000Z',
          tool: 'payments.lookup',
          costMicroUsd: 30,
          value: { type: 'model', usage: { cachedInputTokens: 7, inputTokens: 7, outputTokens: 7 } },
        },
        {
          at: '2026-03-02T00:00:01.000Z',
          model: 'small',
          costMicroUsd: 10,
          usage: usage(50, 5),
          output: { type: 'model', usage: { inputTokens: 'no number', outputTokens: -1 }, end: 'ünïcode 🙂' },
        },
      ],
    });
    await aCallingRun(harness, {
      agent: 'triage',
      labels: { team: 'support' },
      // Still at work: what it has spent so far counts.
      calls: [
        { at: '2026-03-02T10:30:00.000Z', model: 'small', error: 'http_503' },
        {
          at: '2026-03-02T11:00:00.000Z',
          model: 'small',
          costMicroUsd: 7,
          usage: usage(20, 2),
          asks: [{ tool: 'tickets.find' }],
        },
      ],
    });
    await aCallingRun(harness, {
      agent: 'triage',
      ends: { status: 'failed', at: '2026-03-02T12:00:00.000Z' },
      calls: [{ at: '2026-03-02T11:59:00.000Z', model: 'small', costMicroUsd: 4, usage: null }],
    });
    // Outside on either side: the period holds its beginning and not its end.
    await aCallingRun(harness, {
      agent: 'refunds',
      ends: { status: 'succeeded', at: '2026-03-03T00:00:00.000Z' },
      calls: [
        { at: '2026-02-28T23:59:59.999Z', model: 'large', costMicroUsd: 5_000, usage: usage(1, 1) },
        { at: '2026-03-03T00:00:00.000Z', model: 'large', costMicroUsd: 6_000, usage: usage(1, 1) },
      ],
    });
  });
  afterAll(() => harness.close());

  const spend = (keys: readonly SpendKey[], filter = {}) => readSpend(harness.db, PERIOD, filter, keys);

  it('adds up: the parts by each key and by any two come to the whole, in money and in tokens', async () => {
    const { total } = await spend([]);
    expect(total).toEqual({
      costMicroUsd: 1_052,
      tokens: 1_078,
      inputTokens: 970,
      outputTokens: 108,
      cachedInputTokens: 400,
      retriesMicroUsd: 0,
      failedMicroUsd: 0,
      setAsideMicroUsd: 0,
      routedMicroUsd: 0,
      fallbacksMicroUsd: 0,
      savedMicroUsd: 0,
      calls: 6,
      runs: 3,
    });
    const additive = SPEND_KEYS.filter((key) => key !== 'label');
    const combinations = additive.flatMap((one, i) => [
      [one],
      ...additive.slice(i + 1).map((two) => [one, two]),
    ]);
    for (const keys of combinations) {
      const answer = await spend(keys);
      expect(answer.total, keys.join()).toEqual(total);
      expect(answer.more).toBe(false);
      for (const figure of [
        'costMicroUsd',
        'tokens',
        'inputTokens',
        'outputTokens',
        'cachedInputTokens',
        'failedMicroUsd',
      ] as const)
        expect(sum(answer.rows, figure), `${figure} by ${keys.join()}`).toBe(total[figure]);
    }
  });

  it('knows agents, models, states, days and hours of UTC', async () => {
    const by = async (key: SpendKey) => costs((await spend([key])).rows, key);
    expect(await by('agent')).toEqual({ refunds: 1_041, triage: 11 });
    expect(await by('model')).toEqual({ large: 1_001, small: 21, null: 30 });
    expect(await by('status')).toEqual({ succeeded: 1_041, running: 7, failed: 4 });
    expect(await by('day')).toEqual({ '2026-03-01': 1_001, '2026-03-02': 51 });
    const hours = (await spend(['hour'])).rows.map(({ hour, costMicroUsd }) => [hour, costMicroUsd]);
    expect(hours).toEqual([
      ['2026-03-01T23:00:00.000Z', 1_001],
      ['2026-03-02T00:00:00.000Z', 40],
      ['2026-03-02T10:00:00.000Z', 0],
      ['2026-03-02T11:00:00.000Z', 11],
    ]);
  });

  it('parts a call among the tools that it asked for, to the last micro-dollar', async () => {
    const { rows, total } = await spend(['tool']);
    expect(costs(rows, 'tool')).toEqual({
      // 1 001 in three parts: 334, 334, 333; the look-up was asked for first and last, and its own call cost 30.
      'payments.lookup': 697,
      'payments.refund': 334,
      'tickets.find': 7,
      null: 14,
    });
    expect(total.calls).toBe(6);
    expect(rows.map(({ tool, calls }) => [tool, calls])).toContainEqual(['payments.lookup', 2]);
    const one = await spend(['agent'], { tool: 'payments.refund' });
    expect(one.rows).toMatchObject([{ agent: 'refunds', costMicroUsd: 334, calls: 1, runs: 1 }]);
    expect(one.total).toMatchObject({ costMicroUsd: 334, calls: 1 });
  });

  it('gives each label of a run its cost, and those without one a row', async () => {
    const { rows, total } = await spend(['label']);
    expect(costs(rows, 'label')).toEqual({ 'team=support': 1_048, 'tier=gold': 1_041, null: 4 });
    expect(total.costMicroUsd).toBe(1_052);
  });

  it('leaves out what a filter leaves out', async () => {
    const total = async (filter: object) => (await spend([], filter)).total.costMicroUsd;
    expect(await total({ agent: 'triage' })).toBe(11);
    expect(await total({ model: 'small' })).toBe(21);
    expect(await total({ label: 'tier=gold' })).toBe(1_041);
    expect(await total({ agent: 'triage', label: 'team=support', model: 'small' })).toBe(7);
    expect(await total({ agent: 'nobody' })).toBe(0);
    expect((await spend([], { agent: 'nobody' })).rows).toEqual([]);
  });

  it('finds the dearest runs of the period, by what they spent in it', async () => {
    const top = await readTopRuns(harness.db, PERIOD, {}, 2);
    expect(top).toMatchObject([
      { id: refund, agent: 'refunds', status: 'succeeded', costMicroUsd: 1_041, calls: 3, error: null },
      { agent: 'triage', status: 'running', costMicroUsd: 7 },
    ]);
    const failed = await readTopRuns(harness.db, PERIOD, { agent: 'triage' }, 10);
    expect(failed.at(-1)).toMatchObject({ status: 'failed', error: { code: 'boom', message: 'It broke.' } });
  });

  it('says what a success costs: all that ended over those that succeeded, and what was lost apart', async () => {
    expect(await readTaskCosts(harness.db, PERIOD, undefined)).toEqual([
      {
        agent: 'refunds',
        succeeded: 1,
        failed: 0,
        cancelled: 0,
        costMicroUsd: 1_041,
        lostMicroUsd: 0,
        perSuccessMicroUsd: 1_041,
        perSuccessBeforeMicroUsd: null,
      },
      {
        agent: 'triage',
        succeeded: 0,
        failed: 1,
        cancelled: 0,
        costMicroUsd: 4,
        lostMicroUsd: 4,
        perSuccessMicroUsd: null,
        perSuccessBeforeMicroUsd: null,
      },
    ]);
    const next = { since: '2026-03-02T12:00:00.000Z', until: '2026-03-03T12:00:00.000Z' };
    expect(await readTaskCosts(harness.db, next, 'refunds')).toMatchObject([
      { perSuccessMicroUsd: 11_000, perSuccessBeforeMicroUsd: 1_041 },
    ]);
  });

  it('hands the index on the time of journal rows on to the partitions of new months', async () => {
    await harness.db.pool.query('SELECT ensure_journal_partitions(5)');
    const { rows } = await harness.db.pool.query<{ without: number }>(
      `SELECT count(*) FILTER (WHERE NOT EXISTS (
           SELECT 1 FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_am am ON am.oid = i.relam
           WHERE x.indrelid = child.inhrelid AND am.amname = 'brin' AND i.reloptions @> '{autosummarize=on}'))::int AS without
       FROM pg_inherits child WHERE child.inhparent = 'checkpoint'::regclass`,
    );
    expect(rows).toEqual([{ without: 0 }]);
  });
});
