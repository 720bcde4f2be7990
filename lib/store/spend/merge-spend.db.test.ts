// Holds how settled attempts reach the sums: a run that goes on leaves those of its end, and several mergers lose and double nothing.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MOST_MICRO_USD_PER_CALL, MOST_TOKENS_PER_CALL } from '../../domain/money';
import { countHolds } from '../budgets/count-holds';
import { readSpend, spendFromJournals } from '../read/read-spend';
import { type DatabaseHarness, openHarness } from '../runs/testing/harness';
import { mergeSpend } from './merge-spend';
import { createSpendTender } from './tend-spend';
import type { Attempt } from './testing/spending-attempts';
import { createHistory } from './testing/spending-history';

const PERIOD = { since: '2026-03-01T00:00:00.000Z', until: '2026-03-02T00:00:00.000Z' };
const attempt = (over: Partial<Attempt> = {}): Attempt => ({
  what: 'calls',
  at: '2026-03-01T10:00:00.000Z',
  again: false,
  model: 'large',
  tools: ['pay'],
  costMicroUsd: 100,
  usage: null,
  ...over,
});

let harness: DatabaseHarness;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness.close());

const byStatus = async (agent: string) => {
  const { rows } = await readSpend(harness.db, PERIOD, { agent }, ['status']);
  return Object.fromEntries(rows.map(({ status, costMicroUsd, runs }) => [status, [costMicroUsd, runs]]));
};
const summed = async (agent: string) => {
  const { rows } = await harness.db.pool.query<{ value: string; cost: number }>(
    `SELECT value, sum(cost_micro_usd)::int8 AS cost FROM spend_cell
     WHERE dimension = 'status' AND facet = 'all' AND agent = $1 GROUP BY value ORDER BY value`,
    [agent],
  );
  return rows.map(({ value, cost }) => [value, cost]);
};

describe('merging what was spent', () => {
  it('moves a run to the sums of its end, out of them when it is redriven, and charges it after its end all the same', async () => {
    const { pool } = harness.db;
    const history = createHistory(harness);
    const { tend } = createSpendTender(pool);
    await history.start('moved', {});
    await history.attempt(0, attempt());
    expect(await byStatus('moved')).toEqual({ running: [100, 1] });
    await history.end(0, 'failed');
    expect(await byStatus('moved')).toEqual({ failed: [100, 1] });
    expect(await summed('moved')).toEqual([]);
    await tend();
    expect(await summed('moved')).toEqual([['failed', 100]]);
    await history.chargeLate(0, attempt({ costMicroUsd: 7, at: '2026-03-01T09:00:00.000Z' }));
    expect(await byStatus('moved')).toEqual({ failed: [107, 1] });
    await history.redrive(0);
    expect(await byStatus('moved')).toEqual({ queued: [107, 1] });
    expect(await summed('moved')).toEqual([]);
    await history.attempt(0, attempt({ costMicroUsd: 3 }));
    await history.end(0, 'succeeded');
    expect(await byStatus('moved')).toEqual({ succeeded: [110, 1] });
    await tend();
    expect(await summed('moved')).toEqual([['succeeded', 110]]);
  });

  it('says what calls cost that fell back on a stronger model, lost and failed ones too, and no other reason to ask one', async () => {
    const history = createHistory(harness);
    await history.start('falling', { team: 'f' });
    const put = (costMicroUsd: number, why: Attempt['why'], over: Partial<Attempt> = {}) =>
      history.attempt(6, attempt({ costMicroUsd, why, topRung: undefined, ...over }));
    await put(1, undefined);
    await put(2, { reason: 'first' });
    await put(4, { reason: 'confidence', step: 1, confidence: 0.2, below: 0.6 });
    await put(8, { reason: 'difficulty', path: '"reason":"failure"' });
    await put(16, { reason: 'failure', step: 3 });
    await put(32, { reason: 'breaker', of: 'small' });
    await put(64, { reason: 'breaker', of: 'small' }, { what: 'error' });
    await put(127, { reason: 'failure', step: 3 }, { what: 'charged' });
    const total = { costMicroUsd: 255, fallbacksMicroUsd: 240 };
    for (const filter of [
      { agent: 'falling' },
      { label: 'team=f' },
      { agent: 'falling', status: 'running' as const },
    ])
      expect((await readSpend(harness.db, PERIOD, filter, [])).total).toMatchObject(total);
    const { text, values } = spendFromJournals(PERIOD, { agent: 'falling' }, []);
    expect((await harness.db.pool.query(text, values)).rows[0]).toMatchObject({ total });
  });

  it('says what going up to stronger models saved, and what was paid for answers that were set aside', async () => {
    const usage = { inputTokens: 100, outputTokens: 20, cachedInputTokens: 0, reasoningTokens: 0 };
    const history = createHistory(harness);
    await history.start('routed', { team: 'r' });
    const put = (costMicroUsd: number, top: number | null, over: Partial<Attempt> = {}) =>
      history.attempt(
        6,
        attempt({
          costMicroUsd,
          usage,
          ...over,
          ...(top === null ? {} : { topRung: { costMicroUsd: top, setAside: top === 0 } }),
        }),
      );
    await put(140, 0, { what: 'unsure', model: 'small' });
    await put(560, 2_240);
    await put(140, 0, { what: 'invalid', model: 'small' });
    await put(90, 0, { what: 'error', model: 'small', usage: null });
    await put(140, 2_240, { what: 'finish', model: 'small' });
    await put(77, null);
    const whole = {
      costMicroUsd: 1_147,
      setAsideMicroUsd: 370,
      routedMicroUsd: 1_070,
      savedMicroUsd: 3_410,
      failedMicroUsd: 230,
    };
    for (const filter of [{ agent: 'routed' }, { label: 'team=r' }])
      expect((await readSpend(harness.db, PERIOD, filter, [])).total).toMatchObject(whole);
    const { rows } = await readSpend(harness.db, PERIOD, { agent: 'routed' }, ['model']);
    expect(rows).toMatchObject([
      { model: 'large', setAsideMicroUsd: 0, savedMicroUsd: 1_680 },
      { model: 'small', setAsideMicroUsd: 370, savedMicroUsd: 1_730 },
    ]);
    // The longest end that a row can have.
    const most = MOST_TOKENS_PER_CALL;
    const all = {
      inputTokens: most,
      outputTokens: most,
      cachedInputTokens: most,
      cacheWriteTokens: most,
      reasoningTokens: most,
    };
    await history.start('far', {});
    await history.attempt(
      1,
      attempt({
        costMicroUsd: 1,
        usage: all,
        topRung: { costMicroUsd: MOST_MICRO_USD_PER_CALL, setAside: false },
      }),
    );
    expect((await readSpend(harness.db, PERIOD, { agent: 'far' }, [])).total).toMatchObject({
      routedMicroUsd: 1,
      savedMicroUsd: MOST_MICRO_USD_PER_CALL - 1,
    });
    // Parts of an hour are read from the journals.
    const part = { since: '2026-03-01T09:59:00.000Z', until: '2026-03-01T10:01:00.000Z' };
    expect((await readSpend(harness.db, part, { agent: 'routed' }, [])).total).toMatchObject(whole);
  });

  it('counts each attempt once, whoever of several processes counts, merges and asks at once', async () => {
    const history = createHistory(harness);
    for (let run = 0; run < 6; run += 1) await history.start('shared', { team: 'a' });
    for (let i = 0; i < 60; i += 1) {
      const hour = String(i % 24).padStart(2, '0');
      await history.attempt(i, attempt({ costMicroUsd: i, at: `2026-03-01T${hour}:30:00.000Z` }));
    }
    const pools = [harness.db, ...[1, 2, 3].map(() => harness.openAnother().db)].map(({ pool }) => pool);
    const whole = { costMicroUsd: 1_770, calls: 60, runs: 6 };
    const answers = await Promise.all(
      pools.flatMap((pool) => [
        ...Array.from({ length: 8 }, () => countHolds(pool, 3)),
        ...Array.from({ length: 8 }, () => mergeSpend(pool, { limit: 2, wait: true })),
        readSpend({ pool }, PERIOD, { agent: 'shared' }, []).then(({ total }) =>
          expect(total).toMatchObject(whole),
        ),
      ]),
    );
    expect(answers).toHaveLength(68);
    expect((await readSpend(harness.db, PERIOD, { label: 'team=a' }, ['hour'])).rows).toHaveLength(24);
    expect((await readSpend(harness.db, PERIOD, { label: 'team=a' }, [])).total).toMatchObject(whole);
  });
});
