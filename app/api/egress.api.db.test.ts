// The endpoints of egress, called in process on a real database: where everything may go, and what a run, a try and a callback were refused.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EGRESS_ENDPOINTS } from '@/lib/contract/egress-endpoints';
import { type DescribedApi, describedApi } from '@/lib/server/testing/described-api';
import {
  ADMIN,
  ENGINEER,
  OPERATOR,
  startTestServer,
  type TestServer,
  VIEWER,
} from '@/lib/server/testing/test-server';

let server: TestServer;
let api: DescribedApi;

beforeAll(async () => {
  server = await startTestServer({ environment: { BULKHEAD_PRIVATE_HOSTS: '10.1.0.0/16,db.internal:8080' } });
  api = await describedApi(server);
});
afterAll(() => server.close());

const ask: DescribedApi['ask'] = (...call) => api.ask(...call);
const put = async (path: string, body: unknown) => {
  const { status, body: answer } = await server.call('PUT', `/api/v1${path}`, { as: ENGINEER, body });
  expect([status, answer]).toMatchObject([200, {}]);
};
const reader = (http: object) => ({
  kind: 'http',
  description: 'Reads a page',
  effect: 'read',
  inputSchema: { type: 'object' },
  http: { method: 'GET', ...http },
  retry: { maxAttempts: 1 },
});

describe('where requests may go', () => {
  it('names the hosts of every caller, and the entry by which a private one is open', async () => {
    await put(
      '/tools/net.wide',
      reader({ url: 'http://10.1.2.3:8080/{id}', redirectHosts: ['cdn.example.com'] }),
    );
    await put('/tools/net.named', {
      ...reader({ url: 'http://db.internal:8080/' }),
      effect: 'reconcilable',
      lookup: { method: 'GET', url: 'https://8.8.8.8/?key={key}' },
    });
    const { body } = await ask('readEgress', '/egress', { as: VIEWER });
    expect(body.privateHosts).toEqual([
      '10.1.0.0/16',
      'db.internal:8080',
      new URL(server.simulator.url).host,
    ]);
    // Said once more among the facts of the installation.
    const about = await server.call('GET', '/api/v1/about', { as: ADMIN });
    expect(about.body.details.privateHosts).toEqual(body.privateHosts);
    const hostsOf = (name: string) =>
      body.callers.find((caller: { name: string }) => caller.name === name)?.hosts;
    expect(hostsOf('net.wide')).toEqual([
      { host: '10.1.2.3', port: 8080, use: 'call', reach: 'private', allowedBy: '10.1.0.0/16' },
      { host: 'cdn.example.com', port: null, use: 'redirect', reach: 'name', allowedBy: null },
    ]);
    expect(hostsOf('net.named')).toEqual([
      { host: 'db.internal', port: 8080, use: 'call', reach: 'name', allowedBy: 'db.internal:8080' },
      { host: '8.8.8.8', port: 443, use: 'look_up', reach: 'public', allowedBy: null },
    ]);
    expect(hostsOf('payments.lookup')).toMatchObject([{ use: 'call', reach: 'private' }]);
    expect(hostsOf('sim-refunds')).toMatchObject([{ use: 'call', reach: 'private' }]);
  });
});

describe('what was refused', () => {
  it('is nothing at first, and stands with the step that asked once a run was refused', async () => {
    expect((await ask('listEgressRefusals', '/egress/refusals', { as: VIEWER })).body).toEqual({
      items: [],
      nextCursor: null,
    });
    await put('/tools/net.inner', reader({ url: 'http://localhost:9/' }));
    const demo = (await ask('readModel', '/models/sim-refunds', { as: ENGINEER })).body;
    await put('/models/sim-scripted', { ...demo.definition, model: 'sim-scripted-1' });
    await put('/agents/inner', {
      description: 'Reads inside',
      prompt: 'You read a page.',
      model: 'sim-scripted',
      inputSchema: { type: 'object' },
      tools: [{ name: 'net.inner' }],
    });
    const started = await ask('startRun', '/runs', {
      as: OPERATOR,
      body: {
        agent: 'inner',
        input: {
          script: [{ toolCalls: [{ name: 'net.inner', arguments: {} }] }, { output: { answer: 'done' } }],
        },
      },
    });
    const { body: run } = await ask('readRun', `/runs/${started.body.id}?wait=20`, { as: VIEWER });
    const { body: steps } = await ask('listSteps', `/runs/${run.id}/steps`, { as: VIEWER });
    const refused = steps.items.find(({ kind }: { kind: string }) => kind === 'tool');
    expect(refused).toMatchObject({ error: { code: 'address_refused', class: 'fatal' } });
    await server.app.egressBook.settled();
    const { body } = await ask('listEgressRefusals', '/egress/refusals', { as: VIEWER });
    expect(body.items).toMatchObject([
      {
        for: { kind: 'tool', name: 'net.inner' },
        host: 'localhost',
        port: 9,
        code: 'address_refused',
        times: 1,
        runId: run.id,
        step: refused.step,
      },
    ]);
  });

  it('adds up, and is found by caller, host and code', async () => {
    for (let i = 0; i < 2; i += 1) {
      const body = { arguments: {} };
      const tried = await server.call('POST', '/api/v1/tools/net.inner/try', { as: ENGINEER, body });
      expect(tried.body).toMatchObject({ outcome: 'failed', error: { code: 'address_refused' } });
    }
    await server.app.egressBook.settled();
    const times = async (query: string) => {
      const { body } = await ask('listEgressRefusals', `/egress/refusals?${query}`, { as: VIEWER });
      return body.items.map((item: { times: number }) => item.times);
    };
    expect(await times('for=tool&name=net.inner&host=localhost&code=address_refused')).toEqual([3]);
    expect(await times('for=model')).toEqual([]);
    expect(await times('host=elsewhere')).toEqual([]);
    expect((await ask('listEgressRefusals', '/egress/refusals?code=odd', { as: VIEWER })).status).toBe(400);
  });
});

describe('the endpoints', () => {
  it('have all been called', () => {
    expect([...api.called]).toEqual(expect.arrayContaining(Object.keys(EGRESS_ENDPOINTS)));
  });
});
