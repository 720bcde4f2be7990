// Caching, on a real database: reads that are reused, and what prefix caches saved; what a definition may say, and what steps, runs and Spend say of it.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type DescribedApi, describedApi } from '@/lib/server/testing/described-api';
import {
  ENGINEER,
  OPERATOR,
  refundOf,
  startTestServer,
  type TestServer,
  VIEWER,
} from '@/lib/server/testing/test-server';

const TOOL = '/tools/payments.lookup';
const PRICE = 700;
let server: TestServer;
let api: DescribedApi;
beforeAll(async () => {
  server = await startTestServer();
  api = await describedApi(server);
});
afterAll(() => server.close());

const definitionOf = async () =>
  (await server.call('GET', `/api/v1${TOOL}`, { as: ENGINEER })).body.definition;
const put = async (over: object) =>
  server.call('PUT', `/api/v1${TOOL}`, { as: ENGINEER, body: { ...(await definitionOf()), ...over } });

/** Milliseconds since 1970, whole ones as answers have them. */
async function databaseTime(): Promise<number> {
  const { rows } = await server.app.db.pool.query<{ ms: number }>(
    'SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms',
  );
  return rows[0]?.ms ?? Number.NaN;
}

// biome-ignore lint/suspicious/noExplicitAny: a test reads answers of every shape and asserts what it reads
async function refundRun(order: string): Promise<{ run: any; lookup: any }> {
  const started = await server.call('POST', '/api/v1/runs', { as: OPERATOR, body: refundOf(order, 40) });
  const run = (await server.call('GET', `/api/v1/runs/${started.body.id}?wait=20`, { as: VIEWER })).body;
  expect(run.status).toBe('succeeded');
  const { body } = await api.ask('listSteps', `/runs/${run.id}/steps`, { as: VIEWER });
  return { run, lookup: body.items.find(({ tool }: { tool: string }) => tool === 'payments.lookup') };
}

describe('a tool that says how long its results may be reused', () => {
  it.each([
    ['for an effect', { effect: 'idempotent', cacheMs: 60_000 }, 'only a read is reused'],
    ['for longer than a day', { cacheMs: 86_400_001 }, '86400000'],
    ['for no time', { cacheMs: 0 }, '1'],
  ])('is refused %s', async (_what, over, words) => {
    const { status, body } = await put(over);
    expect([status, body.errors[0].path]).toEqual([400, '/cacheMs']);
    expect(body.errors[0].message).toContain(words);
  });

  it('is asked once: the next run takes the result, and says from where', async () => {
    expect((await put({ cacheMs: 600_000, price: { perCallMicroUsd: PRICE } })).status).toBe(200);
    // What is kept has the time of the database, which no other clock says.
    const before = await databaseTime();
    const first = await refundRun('ORD-CACHE-1');
    const between = await databaseTime();
    const second = await refundRun('ORD-CACHE-1');
    expect(first.lookup).toMatchObject({ resultSource: 'call', takenFrom: null, costMicroUsd: PRICE });
    expect(second.lookup).toMatchObject({
      status: 'succeeded',
      resultSource: 'reuse',
      takenFrom: { runId: first.run.id, step: first.lookup.step, costMicroUsd: PRICE },
      result: first.lookup.result,
      costMicroUsd: 0,
      heldInAllMicroUsd: null,
    });
    const at = Date.parse(second.lookup.takenFrom.at);
    expect(at).toBeGreaterThanOrEqual(before);
    expect(at).toBeLessThanOrEqual(between);
    expect(second.run.toolCalls).toBe(first.run.toolCalls - 1);
    const savings = async () =>
      (await api.ask('readRun', `/runs/${second.run.id}`, { as: VIEWER })).body.savings;
    await vi.waitFor(async () => expect((await savings()).reuse.reads).toBe(1), { timeout: 30_000 });
    expect(await savings()).toMatchObject({ reuse: { reads: 1, savedMicroUsd: PRICE } });
    const { body } = await api.ask('readSavings', '/spend/savings?agent=refunds', { as: VIEWER });
    const { latencyMs } = second.lookup.takenFrom;
    expect(body.reuse).toEqual({
      reads: 1,
      savedMicroUsd: PRICE,
      savedMs: latencyMs,
      tools: [{ tool: 'payments.lookup', reads: 1, savedMicroUsd: PRICE, savedMs: latencyMs }],
    });
  });

  it('is asked anew once it has another version, and where somebody tries it', async () => {
    expect((await put({ cacheMs: 500_000 })).status).toBe(200);
    const { lookup } = await refundRun('ORD-CACHE-1');
    expect(lookup).toMatchObject({ resultSource: 'call', costMicroUsd: PRICE });
    const tried = { as: ENGINEER, body: { arguments: lookup.arguments } };
    expect((await api.ask('tryTool', `${TOOL}/try`, tried)).body).toMatchObject({ source: 'call' });
  });
});

describe('the prefix cache of a provider', () => {
  it('is told with each answer, with the run and for the period, by one and the same sum', async () => {
    const { definition } = (await server.call('GET', '/api/v1/models/sim-refunds', { as: ENGINEER })).body;
    const prices = { ...definition.prices, cachedInputMicroUsdPerMTok: 1_000 };
    const body = { ...definition, prices };
    expect((await server.call('PUT', '/api/v1/models/sim-refunds', { as: ENGINEER, body })).status).toBe(200);
    const { run } = await refundRun('ORD-CACHE-2');
    const { items } = (await api.ask('listSteps', `/runs/${run.id}/steps`, { as: VIEWER })).body;
    type Step = { usage: { cachedInputTokens: number } | null; cacheSavedMicroUsd: number | null };
    const told = (items as Step[]).filter(({ usage }) => usage !== null);
    const cached = told.reduce((sum, { usage }) => sum + (usage?.cachedInputTokens ?? 0), 0);
    const saved = told.reduce((sum, { cacheSavedMicroUsd }) => sum + (cacheSavedMicroUsd ?? 0), 0);
    expect(cached).toBeGreaterThan(0);
    const { inputMicroUsdPerMTok } = prices;
    const exact = (cached * (inputMicroUsdPerMTok - 1_000)) / 1_000_000;
    expect(Math.abs(saved - exact)).toBeLessThanOrEqual(told.length);
    const whole = (await api.ask('readSavings', '/spend/savings', { as: VIEWER })).body.prefix;
    const [model] = whole.models;
    expect(model).toMatchObject({ model: 'sim-refunds', savedMicroUsd: whole.savedMicroUsd });
    expect(whole.cachedInputTokens).toBeGreaterThanOrEqual(cached);
    const read = (await api.ask('readRun', `/runs/${run.id}`, { as: VIEWER })).body.savings.prefix;
    expect(read).toMatchObject({ savedMicroUsd: saved, cachedInputTokens: cached });
  });
});
