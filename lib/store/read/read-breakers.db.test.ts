// Holds the figures of breakers to the journal: what was a call, whose fault it was, when, and where it went.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isoFromNow } from '../../ports/testing/run-store-scenario';
import { inTransaction } from '../database';
import { aCallingRun } from '../runs/testing/calling-run';
import { type DatabaseHarness, openHarness, sha256 } from '../runs/testing/harness';
import { putVersion, type VersionedKind } from '../write/put-version';
import { readBreaker, readBreakers } from './read-breakers';

const MINUTE_MS = 60_000;
const REFUND = 'tool:payments.refund@127.0.0.1:4010';
const OLD_HOST = 'tool:payments.refund@old.example';
const ago = (minutes: number) => isoFromNow(-minutes * MINUTE_MS);
const TWENTY_AGO = ago(20);
const TWO_AGO = ago(2);
const createdBy = { kind: 'user', id: 'user-bea', label: 'Bea' } as const;

describe('breakers', () => {
  let harness: DatabaseHarness;
  const put = (kind: VersionedKind, name: string, definition: object) =>
    inTransaction(harness.db, 'put', (tx) =>
      putVersion(tx, { kind, name, definition, createdBy, activate: 'always' }, sha256),
    );
  const tool = (url: string) => ({
    kind: 'http',
    description: 'NUL \0 is allowed in words',
    effect: 'read',
    http: { method: 'GET', url },
    timeoutMs: 2_000,
    retry: { maxAttempts: 3, baseMs: 200, capMs: 5_000 },
  });
  const figures = async (key: string) => (await readBreakers(harness.db)).find((one) => one.key === key);

  beforeAll(async () => {
    harness = await openHarness();
    await put('tool', 'payments.refund', tool('https://OLD.example/refunds/{id}'));
    await put('tool', 'payments.refund', tool('http://127.0.0.1:4010/refunds/{id}'));
    await put('tool', 'tickets.create', tool('http://127.0.0.1:4010/tickets'));
    await put('model', 'small', { baseUrl: 'http://models.example/v1', timeoutMs: 10_000 });
    await put('agent', 'refunds', { model: 'small', tools: [{ name: 'payments.refund' }] });
    await put('agent', 'idle', { model: 'other', tools: [] });
    const refund = { tool: 'payments.refund', toolVersion: 2, timeoutMs: 2_000 };
    await aCallingRun(harness, {
      agent: 'refunds',
      calls: [
        { ...refund, at: ago(60 * 20), errors: ['http_500'], fails: true },
        {
          ...refund,
          at: TWENTY_AGO,
          errors: ['http_503', 'timeout'],
          latencyMs: 2_000,
          value: { said: 'ok\0' },
        },
        // Hostile words in an answer and in arguments change nothing.
        {
          ...refund,
          at: TWO_AGO,
          arguments: { tool: 'x', toolVersion: 9 },
          value: { source: 'ledger', latencyMs: 9_000 },
        },
        { ...refund, at: TWO_AGO, errors: ['http_404'], fails: true },
        // None of these is a call of the receiver, or its fault.
        { ...refund, at: TWO_AGO, errors: ['address_refused'], fails: true },
        { ...refund, at: TWO_AGO, errors: ['timeout'], latencyMs: 700, fails: true },
        { ...refund, at: TWO_AGO, source: 'ledger' },
        { ...refund, at: TWO_AGO, source: 'person' },
        { ...refund, at: ago(60 * 30), errors: ['http_503'], fails: true },
        { ...refund, toolVersion: 1, at: ago(3), errors: ['connect_failed'], fails: true },
        {
          at: ago(1),
          model: 'small',
          latencyMs: 6_000,
          asks: [{ tool: 'payments.refund', arguments: { latencyMs: 9_999_999_999 } }],
        },
        { at: ago(1), model: 'small', error: 'http_429' },
        { at: ago(1), model: 'small', output: { latencyMs: 99_999 }, latencyMs: 20 },
      ],
    });
  });
  afterAll(() => harness.close());

  it('are one for each tool and endpoint and each model, in use or called, closed while nothing opened them', async () => {
    const all = await readBreakers(harness.db);
    expect(all.map(({ key, state, epoch }) => [key, state, epoch])).toEqual([
      ['model:small', 'closed', 0],
      [REFUND, 'closed', 0],
      [OLD_HOST, 'closed', 0],
      ['tool:tickets.create@127.0.0.1:4010', 'closed', 0],
    ]);
    const never = all.at(-1);
    expect(never).toMatchObject({
      last24h: { calls: 0, failures: 0, slow: 0 },
      lastCallAt: null,
      dependents: [],
    });
  });

  it('count calls, the dependency’s faults by kind and the slow ones, in three windows', async () => {
    const refund = await figures(REFUND);
    // 20 min ago: 503, timeout, then an answer, all of 2 s; 2 min ago: an answer and a 404. 20 h ago: a 500.
    expect(refund).toMatchObject({
      window: { calls: 5, failures: 2, slow: 3 },
      last5m: { calls: 2, failures: 0, slow: 0 },
      last24h: { calls: 6, failures: 3, slow: 3 },
      faults: { server_error: 1, timeout: 1, unreachable: 0, rate_limited: 0, bad_answer: 0 },
      limits: { timeoutMs: 2_000, slowCallMs: 1_000, retry: { maxAttempts: 3 } },
    });
    const slices = refund?.slices ?? [];
    expect(slices).toHaveLength(30);
    expect(slices.reduce((sum, { calls }) => sum + calls, 0)).toBe(5);
    const sliceOf = (at: string) => slices.find((slice) => slice.at.slice(0, 16) === at.slice(0, 16));
    expect(sliceOf(TWENTY_AGO)).toMatchObject({ calls: 3, failures: 2, slow: 3 });
    expect(sliceOf(TWO_AGO)).toMatchObject({ calls: 2, failures: 0 });
  });

  it('keep the endpoint that was called apart from the one in use, without agents or limits', async () => {
    expect(await figures(OLD_HOST)).toMatchObject({
      endpoint: 'old.example',
      window: { calls: 1, failures: 1 },
      faults: { unreachable: 1 },
      limits: null,
      dependents: [],
    });
  });

  it('measure models by their own answers', async () => {
    expect(await figures('model:small')).toMatchObject({
      endpoint: 'models.example',
      window: { calls: 3, failures: 1, slow: 1 },
      faults: { rate_limited: 1 },
      limits: { timeoutMs: 10_000, slowCallMs: 5_000, retry: null },
      dependents: [{ agent: 'refunds', version: 1, running: 1, waiting: 0 }],
    });
  });

  it('show the errors behind one, newest first, with a run to look at', async () => {
    const one = await readBreaker(harness.db, REFUND);
    expect(one?.errors.map(({ code, fault, count }) => [code, fault, count])).toEqual(
      expect.arrayContaining([
        ['http_404', null, 1],
        ['timeout', 'timeout', 1],
        ['timeout', null, 1],
        ['http_503', 'server_error', 1],
        ['http_500', 'server_error', 1],
      ]),
    );
    expect(one?.errors.at(-1)).toMatchObject({
      code: 'http_500',
      runId: expect.any(String),
      step: 1,
      message: 'It said http_500\uFFFD',
    });
    expect(await readBreaker(harness.db, 'tool:payments.refund@elsewhere')).toBeNull();
  });

  it('call slow what the version’s breaker calls so', async () => {
    await put('tool', 'tickets.create', {
      ...tool('http://127.0.0.1:4010/tickets'),
      breaker: { slowCallMs: 50 },
    });
    await aCallingRun(harness, {
      agent: 'refunds',
      calls: [
        { tool: 'tickets.create', toolVersion: 2, timeoutMs: 2_000, at: TWO_AGO, latencyMs: 60, value: {} },
      ],
    });
    expect(await figures('tool:tickets.create@127.0.0.1:4010')).toMatchObject({
      window: { calls: 1, slow: 1 },
      limits: { slowCallMs: 50, breaker: { slowCallMs: 50 } },
    });
  });

  it('look at the newest results only where there are many, and say since when', async () => {
    const of = (all: Awaited<ReturnType<typeof readBreakers>>) => all.find(({ key }) => key === REFUND);
    const whole = of(await readBreakers(harness.db));
    expect(whole).toMatchObject({ countedSince: null, last24h: { calls: 6 } });
    const newest = of(await readBreakers(harness.db, 4));
    expect(newest?.last24h.calls).toBeLessThan(6);
    expect(newest?.countedSince).toMatch(/Z$/);
  });

  it('answer many who ask at once with one statement', async () => {
    const { pool } = harness.db;
    const { query } = pool;
    let asked = 0;
    pool.query = ((...given: Parameters<typeof query>) => {
      const [first] = given as unknown as [{ name?: string }]; // safe because the room's statements are named
      if (first.name === 'breaker_calls') asked += 1;
      return query.apply(pool, given);
    }) as typeof query; // safe because it hands everything on as it came
    try {
      await Promise.all(Array.from({ length: 6 }, () => readBreakers(harness.db)));
    } finally {
      pool.query = query;
    }
    expect(asked).toBeLessThan(6);
  });

  it('stand as their table says', async () => {
    await harness.db.pool.query(
      `INSERT INTO breaker (key, state, epoch, opened_at, opens_until, probes_granted, updated_at)
       VALUES ($1, 'half_open', 41, now(), now(), 2, now()), ('model:small', 'open', 3, '2026-11-19T14:27:41Z', '2026-11-19T14:33:11Z', 2, now())`,
      [REFUND],
    );
    expect(await figures(REFUND)).toMatchObject({ state: 'half_open', epoch: 41, probes: 2 });
    expect(await figures('model:small')).toMatchObject({
      state: 'open',
      epoch: 3,
      openedAt: '2026-11-19T14:27:41.000Z',
      opensUntil: '2026-11-19T14:33:11.000Z',
      probes: null,
    });
  });
});
