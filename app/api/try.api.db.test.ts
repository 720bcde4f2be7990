// Tries of tools and models, as API v1 answers: a read at once, an effect after a yes and once, nothing secret, nothing counted.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TRY_ENDPOINTS } from '@/lib/contract/try-endpoints';
import { type DescribedApi, describedApi } from '@/lib/server/testing/described-api';
import {
  ENGINEER,
  OPERATOR,
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
const audited = async (entityId: string) => {
  const { rows } = await server.app.db.pool.query(
    "SELECT action, after, reason FROM audit_event WHERE entity_id = $1 AND action <> 'tool.put' ORDER BY seq",
    [entityId],
  );
  return rows as { action: string; after: Record<string, unknown> | null; reason: string | null }[];
};
const definitionOf = async (name: string) =>
  (await server.call('GET', `/api/v1/tools/${name}`, { as: ENGINEER })).body.definition;

describe('a try of a read', () => {
  it('runs at once and says what came, that it fits and that nothing changed', async () => {
    const body = { arguments: { order_id: 'ORD-7001' } };
    const answer = await ask('tryTool', '/tools/payments.lookup/try', { as: ENGINEER, body });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      tool: 'payments.lookup',
      version: 1,
      outcome: 'succeeded',
      acted: 'no',
      words: 'A read: nothing was changed.',
      value: { refunded: 0 },
      schema: { verdict: 'fits', problems: [] },
      privateData: true,
      tainted: false,
      policy: { effect: 'permit' },
      effectKey: null,
      attempts: 1,
    });
    expect(await audited('payments.lookup')).toMatchObject([
      { action: 'tool.try', after: { version: 1, arguments: body.arguments }, reason: null },
    ]);
    const runs = await server.call('GET', '/api/v1/runs', { as: ENGINEER });
    expect(runs.body.items).toEqual([]);
  });

  it('refuses arguments that do not fit at their field, and those who may not', async () => {
    const bad = { as: ENGINEER, body: { arguments: { order_id: 'nonsense', more: 1 } } };
    const answer = await ask('tryTool', '/tools/payments.lookup/try', bad);
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toContain('/arguments/order_id');
    const body = { arguments: { order_id: 'ORD-7001' } };
    for (const as of [VIEWER, OPERATOR])
      expect((await ask('tryTool', '/tools/payments.lookup/try', { as, body })).status).toBe(403);
    expect((await ask('tryTool', '/tools/no.such/try', { as: ENGINEER, body })).status).toBe(404);
    const version = { ...body, version: 9 };
    expect((await ask('tryTool', '/tools/payments.lookup/try', { as: ENGINEER, body: version })).status).toBe(
      404,
    );
  });

  it('shows an answer that breaks the contract, with what breaks it', async () => {
    const definition = {
      ...(await definitionOf('payments.lookup')),
      outputSchema: { type: 'object', properties: { captured: { type: 'string' } }, required: ['captured'] },
    };
    const answer = await ask('tryToolDraft', '/tools/try', {
      as: ENGINEER,
      body: { definition, arguments: { order_id: 'ORD-7001' } },
    });
    expect(answer.body).toMatchObject({
      tool: null,
      version: null,
      outcome: 'succeeded',
      value: { captured: expect.any(Number) },
      schema: { verdict: 'breaks', problems: [{ path: '/captured' }] },
    });
    const [draft] = (await audited('draft')).map((event) => event.after);
    expect(draft).toMatchObject({ draft: { http: definition.http }, arguments: { order_id: 'ORD-7001' } });
  });

  it('never gives a secret away, in a value or in an error', async () => {
    const value = 'sk_live_0123456789abcdef';
    await server.call('PUT', '/api/v1/secrets/TRY_KEY', { as: ENGINEER, body: { value } });
    // The order's id comes back in the service's answer: the secret stands where the id belongs.
    const definition = {
      kind: 'http',
      description: 'Reads the messages of a channel that is named like a secret.',
      inputSchema: { type: 'object', properties: {}, additionalProperties: false },
      effect: 'read',
      http: { method: 'GET', url: `${server.simulator.url}/chat/messages?channel={{secret:TRY_KEY}}` },
    };
    const answer = await ask('tryToolDraft', '/tools/try', {
      as: ENGINEER,
      body: { definition, arguments: {} },
    });
    expect(answer.body).toMatchObject({
      outcome: 'succeeded',
      redacted: true,
      value: { channel: '[secret:TRY_KEY]' },
    });
    expect(JSON.stringify(answer.body)).not.toContain(value);
    expect(JSON.stringify(await audited('draft'))).not.toContain(value);
  });

  it('says what egress refuses, and sends nothing there', async () => {
    const definition = {
      ...(await definitionOf('payments.lookup')),
      // A name, so that no PUT could refuse it; it leads to loopback, where only the simulator's port is allowed.
      http: { method: 'GET', url: 'http://localhost:9/orders/{order_id}' },
    };
    const answer = await ask('tryToolDraft', '/tools/try', {
      as: ENGINEER,
      body: { definition, arguments: { order_id: 'ORD-7001' } },
    });
    expect(answer.body).toMatchObject({
      outcome: 'failed',
      acted: 'no',
      value: null,
      error: { code: 'address_refused', class: 'fatal' },
    });
    expect(answer.body.error.message).toContain('BULKHEAD_PRIVATE_HOSTS');
  });

  it('takes no draft of anything but a read', async () => {
    const definition = await definitionOf('payments.refund');
    const before = await server.simulator.effects('payments');
    const answer = await ask('tryToolDraft', '/tools/try', {
      as: ENGINEER,
      body: { definition, arguments: { order_id: 'ORD-7002', amount: 5, currency: 'EUR', reason: 'Try' } },
    });
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toMatchObject([
      { path: '/definition/effect' },
      { path: '/definition/http/method' },
    ]);
    const called = { ...definition, effect: 'read', risk: 'low', lookup: undefined };
    const asRead = await ask('tryToolDraft', '/tools/try', {
      as: ENGINEER,
      body: {
        definition: called,
        arguments: { order_id: 'ORD-7002', amount: 5, currency: 'EUR', reason: 'Try' },
      },
    });
    expect(asRead.body.errors).toMatchObject([{ path: '/definition/http/method' }]);
    expect(await server.simulator.effects('payments')).toBe(before);
  });
});

describe('a try of an effect', () => {
  it('is refused without a yes, a reason and a key, and does nothing', async () => {
    const before = await server.simulator.effects('payments');
    const args = { order_id: 'ORD-7100', amount: 12.5, currency: 'EUR', reason: 'A try' };
    const body = { arguments: args };
    const answer = await ask('tryTool', '/tools/payments.refund/try', { as: ENGINEER, body });
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toEqual([
      '/confirm',
      '/reason',
      '/headers/Idempotency-Key',
    ]);
    expect(await server.simulator.effects('payments')).toBe(before);
  });
});

describe('a try of a model', () => {
  it('answers shortly and says what it cost and that nobody counts it', async () => {
    const definition = (await server.call('GET', '/api/v1/models/sim-refunds', { as: ENGINEER })).body
      .definition;
    const echo = { ...definition, model: 'sim-echo-1' };
    await server.call('PUT', '/api/v1/models/echo', { as: ENGINEER, body: echo });
    const body = { prompt: 'Say this back', maxOutputTokens: 32 };
    const answer = await ask('tryModel', '/models/echo/try', { as: ENGINEER, body });
    expect(answer.body).toMatchObject({
      outcome: 'succeeded',
      text: expect.stringContaining('Say this back'),
      maxOutputTokens: 32,
      usage: { inputTokens: expect.any(Number) },
      words: expect.stringContaining('no budget'),
    });
    expect(answer.body.usage.outputTokens).toBeLessThanOrEqual(32);
    const { prices } = echo;
    const { usage } = answer.body;
    const bound =
      (usage.inputTokens * prices.inputMicroUsdPerMTok + usage.outputTokens * prices.outputMicroUsdPerMTok) /
      1e6;
    expect(answer.body.costMicroUsd).toBeGreaterThan(0);
    expect(answer.body.costMicroUsd).toBeLessThanOrEqual(Math.ceil(bound));
    const health = await ask('readModelHealth', '/models/echo/health', { as: VIEWER });
    expect(health.body).toMatchObject({
      name: 'echo',
      calls: 0,
      tokens: 0,
      costMicroUsd: 0,
      lastUsedAt: null,
    });
    expect((await ask('tryModel', '/models/echo/try', { as: VIEWER, body })).status).toBe(403);
  });

  it('tells why it failed', async () => {
    const body = { provider: 'openai-compatible', baseUrl: 'http://localhost:9/v1', model: 'none' };
    const prices = { inputMicroUsdPerMTok: 1, outputMicroUsdPerMTok: 1 };
    await server.call('PUT', '/api/v1/models/away', { as: ENGINEER, body: { ...body, prices } });
    const answer = await ask('tryModel', '/models/away/try', { as: ENGINEER, body: { prompt: 'Hello' } });
    expect(answer.body).toMatchObject({
      outcome: 'failed',
      text: null,
      costMicroUsd: 0,
      error: { code: 'address_refused' },
    });
  });
});

describe('the endpoints', () => {
  it('have all been called', () => {
    expect([...api.called]).toEqual(expect.arrayContaining(Object.keys(TRY_ENDPOINTS)));
  });
});
