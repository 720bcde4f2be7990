// The endpoints of the price table, called in process on a real database: each answers as its own description says, and runs are charged by it.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PRICE_ENDPOINTS } from '@/lib/contract/price-endpoints';
import { watchDeprecated } from '@/lib/server/alerts/watch-spend';
import { type DescribedApi, describedApi } from '@/lib/server/testing/described-api';
import {
  ENGINEER,
  OPERATOR,
  refundOf,
  startTestServer,
  type TestServer,
  VIEWER,
} from '@/lib/server/testing/test-server';

let server: TestServer;
let api: DescribedApi;

beforeAll(async () => {
  server = await startTestServer();
  api = await describedApi(server);
});
afterAll(() => server.close());

const ask: DescribedApi['ask'] = (...call) => api.ask(...call);
const put = (prices: unknown, headers = {}) =>
  ask('putPrices', '/prices', { as: ENGINEER, body: { prices }, headers });
const entry = (model: string, from: string, inputMicroUsdPerMTok: number) => ({
  model,
  from,
  prices: { inputMicroUsdPerMTok, outputMicroUsdPerMTok: 2_000_000 },
});

/** Runs the demo's refund on its model, whose own prices are taken away. */
async function refunded(order: string) {
  const started = await ask('startRun', '/runs', { as: OPERATOR, body: refundOf(order, 40) });
  const { body: run } = await ask('readRun', `/runs/${started.body.id}?wait=20`, { as: VIEWER });
  const { body: steps } = await ask('listSteps', `/runs/${run.id}/steps`, { as: VIEWER });
  return { run, steps: steps.items.filter(({ kind }: { kind: string }) => kind === 'model') };
}

describe('endpoints of the price table', () => {
  it('is empty until somebody says something, and refuses what contradicts itself and who may not', async () => {
    expect((await ask('readPrices', '/prices', { as: VIEWER })).body).toEqual({
      version: 0,
      at: null,
      by: null,
      prices: [],
    });
    const twice = [entry('a', '2026-01-01T00:00:00Z', 1), entry('a', '2026-01-01T00:00:00.000Z', 2)];
    expect((await put(twice)).status).toBe(400);
    expect((await put([{ ...entry('a', '2026-01-01T00:00:00Z', 1), from: 'soon' }])).status).toBe(400);
    const refused = await ask('putPrices', '/prices', { as: OPERATOR, body: { prices: [] } });
    expect(refused.status).toBe(403);
  });

  it('changes by version, each change once in the audit, and keeps what it was', async () => {
    const first = [entry('other-1', '2026-01-01T00:00:00Z', 1)];
    const second = [
      ...first,
      { ...entry('other-2', '2026-01-01T00:00:00Z', 3), deprecated: { use: 'other-3' } },
    ];
    expect((await put(first)).body).toMatchObject({ version: 1, prices: first });
    expect((await put(first)).body.version).toBe(1);
    expect((await put(second, { 'if-match': '"7"' })).status).toBe(412);
    expect((await put(second, { 'if-match': '"1"' })).body).toMatchObject({ version: 2, prices: second });
    expect((await ask('readPrices', '/prices?version=1', { as: VIEWER })).body.prices).toEqual(first);
    expect((await ask('readPrices', '/prices?version=9', { as: VIEWER })).status).toBe(404);
    const { body: page } = await ask('listPriceVersions', '/prices/versions?limit=1', { as: VIEWER });
    expect(page.items).toMatchObject([{ version: 2, entries: 2 }]);
    const { body: older } = await ask('listPriceVersions', `/prices/versions?cursor=${page.nextCursor}`, {
      as: VIEWER,
    });
    expect(older).toMatchObject({ items: [{ version: 1, entries: 1 }], nextCursor: null });
    const audited = await server.app.db.prisma.auditEvent.findMany({
      where: { entityKind: 'prices' },
      orderBy: { seq: 'asc' },
    });
    expect(audited).toMatchObject([
      { action: 'prices.put', after: { version: 1, added: ['other-1 from 2026-01-01T00:00:00Z'] } },
      { action: 'prices.put', after: { version: 2, added: ['other-2 from 2026-01-01T00:00:00Z'] } },
    ]);
  });

  it('is what a model without prices of its own is charged by, from the instant that it says', async () => {
    const { body: model } = await ask('readModel', '/models/sim-refunds', { as: ENGINEER });
    const { prices: _own, ...definition } = model.definition;
    const saved = await ask('putModel', '/models/sim-refunds', { as: ENGINEER, body: definition });
    expect(saved.status).toBe(200);
    const unknown = await refunded('ORD-PRICE-1');
    expect(unknown.run).toMatchObject({
      status: 'failed',
      error: { code: 'price_unknown' },
      costMicroUsd: 0,
    });
    await put([
      entry(definition.model, '2026-01-01T00:00:00Z', 1_000_000),
      entry(definition.model, '2999-01-01T00:00:00Z', 9_000_000),
    ]);
    const { run, steps } = await refunded('ORD-PRICE-2');
    expect(run.status).toBe('succeeded');
    for (const { price, usage, costMicroUsd } of steps) {
      expect(price).toEqual({ table: 3, from: '2026-01-01T00:00:00Z' });
      expect(costMicroUsd).toBe(usage.inputTokens + 2 * usage.outputTokens);
    }
    expect(steps.length).toBeGreaterThan(1);
  });

  it('warns of a model that its provider gives up when an agent is saved with it, and saves it', async () => {
    const { body: model } = await ask('readModel', '/models/sim-refunds', { as: ENGINEER });
    const { body: agent } = await ask('readAgent', '/agents/refunds', { as: ENGINEER });
    const save = () =>
      ask('putAgent', '/agents/refunds', {
        as: ENGINEER,
        body: { ...agent.definition, description: `Saved at ${randomUUID()}` },
      });
    expect((await save()).body.warnings).toBeUndefined();
    const deprecated = { endsAt: '2027-03-01T00:00:00Z', use: 'large-3' };
    await put([{ ...entry(model.definition.model, '2026-01-01T00:00:00Z', 1), deprecated }]);
    const { status, body } = await save();
    expect([status, body.warnings]).toEqual([
      200,
      [{ path: '/model', message: 'names sim-refunds. Deprecated, ends on 2027-03-01; use large-3.' }],
    ]);
  });

  it('raises an alert while such a model is charged for, and ends it when the table says otherwise', async () => {
    const { body: model } = await ask('readModel', '/models/sim-refunds', { as: ENGINEER });
    const { body: page } = await ask('readPrices', '/prices', { as: VIEWER });
    expect(page.prices[0].deprecated).toBeDefined();
    const { run } = await refunded('ORD-PRICE-9');
    expect(run.costMicroUsd).toBeGreaterThan(0);
    await ask('readSpend', '/spend?by=model', { as: VIEWER });
    const told = async () => {
      await watchDeprecated(server.app);
      return (await ask('listAlerts', '/alerts?kind=deprecated_model', { as: VIEWER })).body.items;
    };
    expect(await told()).toMatchObject([
      {
        status: 'open',
        severity: 'warning',
        subject: 'model:sim-refunds',
        fact: { model: model.definition.model, endsAt: '2027-03-01T00:00:00Z', use: 'large-3' },
        message: expect.stringMatching(
          /^The model sim-refunds .* ends on 2027-03-01, and \d+ calls of it cost \$/,
        ),
      },
    ]);
    await put([entry(model.definition.model, '2026-01-01T00:00:00Z', 1)]);
    expect(await told()).toMatchObject([{ status: 'resolved' }]);
  });

  it('have all been called', () => {
    expect([...api.called]).toEqual(expect.arrayContaining(Object.keys(PRICE_ENDPOINTS)));
  });
});
