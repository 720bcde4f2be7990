// The breaker endpoints of API v1, called in process on a real database: each answers as its own description says.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BreakerShape } from '@/lib/contract/breaker';
import { BREAKER_ENDPOINTS } from '@/lib/contract/breaker-endpoints';
import { type DescribedApi, describedApi } from '@/lib/server/testing/described-api';
import {
  OPERATOR,
  refundOf,
  startTestServer,
  type TestServer,
  VIEWER,
} from '@/lib/server/testing/test-server';

let server: TestServer;
let api: DescribedApi;
let runId: string;

/** One refund whose look-up of the order is refused once by the receiver. */
beforeAll(async () => {
  server = await startTestServer();
  api = await describedApi(server);
  const rule = { service: 'payments', route: 'order', match: { order_id: 'ORD-9001' }, nth: 1 };
  await server.simulator.send('POST', '/control/faults', { ...rule, fault: 'error_before' });
  const started = await server.call('POST', '/api/v1/runs', { as: OPERATOR, body: refundOf('ORD-9001', 40) });
  runId = started.body.id;
  const ended = await server.call('GET', `/api/v1/runs/${runId}?wait=30`, { as: VIEWER });
  expect(ended.body.status).toBe('succeeded');
});
afterAll(() => server.close());

const ask: DescribedApi['ask'] = (id, path, asked) => api.ask(id, path, { as: VIEWER, ...asked });
const simulatorHost = () => new URL(server.simulator.url).host;

describe('the breaker endpoints', () => {
  it('list tools at their endpoints and models, with how calls went', async () => {
    const { body } = await ask('listBreakers', '/breakers');
    const of = (key: string) => body.items.find((one: BreakerShape) => one.key === key);
    expect(of(`tool:payments.lookup@${simulatorHost()}`)).toMatchObject({
      state: 'closed',
      window: { calls: 2, failures: 1 },
      faults: { server_error: 1 },
      limits: { timeoutMs: 3_000, slowCallMs: 1_500 },
      dependents: expect.arrayContaining([expect.objectContaining({ agent: 'refunds' })]),
    });
    expect(of(`tool:payments.refund@${simulatorHost()}`)).toMatchObject({
      window: { calls: 1, failures: 0 },
    });
    expect(of('model:sim-refunds')).toMatchObject({ window: { calls: 3, failures: 0, slow: 0 } });
  });

  it('page the list by key', async () => {
    const whole = await ask('listBreakers', '/breakers?limit=500');
    const first = await ask('listBreakers', '/breakers?limit=2');
    const rest = await ask('listBreakers', `/breakers?limit=500&cursor=${first.body.nextCursor}`);
    const keys = (items: readonly BreakerShape[]) => items.map(({ key }) => key);
    expect(keys([...first.body.items, ...rest.body.items])).toEqual(keys(whole.body.items));
    expect(rest.body.nextCursor).toBeNull();
  });

  it('show one with its errors and a run that had them', async () => {
    const key = encodeURIComponent(`tool:payments.lookup@${simulatorHost()}`);
    const { body } = await ask('readBreaker', `/breakers/${key}`);
    expect(body.errors).toMatchObject([{ code: 'http_503', fault: 'server_error', count: 1, runId }]);
    expect(body.lastFailureAt).toBe(body.errors[0].lastAt);
  });

  it.each(['tool:payments.lookup@elsewhere', 'model:nobody', 'agent:refunds'])('have no %s', async (key) => {
    const { status, body } = await ask('readBreaker', `/breakers/${encodeURIComponent(key)}`);
    expect([status, body.code]).toEqual([404, 'not_found']);
  });

  it('have all been called', () => {
    expect([...api.called]).toEqual(expect.arrayContaining(Object.keys(BREAKER_ENDPOINTS)));
  });
});
