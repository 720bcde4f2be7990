// Events from outside, called in process on a real database: each endpoint answers as its own description says.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SIGNAL_ENDPOINTS } from '@/lib/contract/signal-endpoints';
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
  server = await startTestServer();
  api = await describedApi(server);
  const { body: demo } = await ask('readModel', '/models/sim-refunds', { as: ENGINEER });
  const model = { ...demo.definition, model: 'sim-scripted-1' };
  for (const [id, path, body] of [
    ['putModel', '/models/sim-scripted', model],
    ['putTool', '/tools/wait_for_reply', WAIT_FOR_REPLY],
    ['putAgent', '/agents/patient', PATIENT],
  ] as const)
    expect(await ask(id, path, { as: ENGINEER, body })).toMatchObject({ status: 200 });
});
afterAll(() => server.close());

const ask: DescribedApi['ask'] = (...call) => api.ask(...call);

const WAIT_FOR_REPLY = {
  kind: 'builtin',
  builtin: 'wait_for_event',
  description: 'Waits until the customer has answered.',
  effect: 'read',
  event: { keyTemplate: 'reply:{order_id}', timeoutMs: 86_400_000 },
  untrustedOutput: true,
  inputSchema: {
    type: 'object',
    properties: { order_id: { type: 'string' } },
    required: ['order_id'],
    additionalProperties: false,
  },
};

const PATIENT = {
  description: 'Waits for an answer.',
  prompt: 'You wait for the answer of a customer.',
  model: 'sim-scripted',
  tools: [{ name: 'wait_for_reply' }],
  inputSchema: { type: 'object' },
  outputSchema: { type: 'object' },
};

/** A run that waits for the reply about this order. */
async function started(order_id: string): Promise<string> {
  const toolCalls = [{ name: 'wait_for_reply', arguments: { order_id } }];
  const input = { script: [{ toolCalls }, { output: { answer: 'It came.' } }] };
  const answer = await ask('startRun', '/runs', { as: OPERATOR, body: { agent: 'patient', input } });
  return answer.body.id;
}

async function waiting(order_id: string): Promise<string> {
  const id = await started(order_id);
  const parked = await ask('readRun', `/runs/${id}?wait=30`, { as: OPERATOR });
  expect(parked.body.waiting).toMatchObject({
    reason: 'event',
    items: [{ kind: 'event', id: `reply:${order_id}`, until: expect.any(String) }],
  });
  return id;
}

const send = (key: string, payload: unknown, headers: Record<string, string> = {}) =>
  ask('sendSignal', '/signals', { as: 'key', body: { correlationKey: key, payload }, headers });

describe('events from outside', () => {
  it('reach the run that waits, which shows what came and who sent it', async () => {
    const id = await waiting('1001');
    const sent = await send('reply:1001', { text: 'Yes, please ✓' });
    expect(sent).toMatchObject({ status: 202, body: { takenBy: { runId: id, step: 2 } } });
    const done = await ask('readRun', `/runs/${id}?wait=30`, { as: VIEWER });
    expect(done.body).toMatchObject({ status: 'succeeded', tainted: true });
    const steps = await ask('listSteps', `/runs/${id}/steps`, { as: VIEWER });
    expect(steps.body.items[1]).toMatchObject({
      status: 'succeeded',
      resultSource: 'event',
      result: { event: { text: 'Yes, please ✓' } },
      wait: {
        correlationKey: 'reply:1001',
        event: { id: sent.body.id, by: { kind: 'api_key' }, receivedAt: sent.body.receivedAt },
      },
    });
    const audit = await ask('listAudit', `/audit?action=signal.send`, { as: ADMIN });
    expect(audit.body.items[0]).toMatchObject({
      action: 'signal.send',
      entity: { kind: 'run', id },
      after: { id: sent.body.id, correlationKey: 'reply:1001', step: 2 },
    });
  });

  it('are kept until somebody waits, and one key of a request is one event', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const [first, again] = [await send('reply:1002', 'a', headers), await send('reply:1002', 'a', headers)];
    expect(first.body).toMatchObject({ takenBy: null });
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect((await send('reply:1002', 'b', headers)).status).toBe(422);
    const id = await started('1002');
    const done = await ask('readRun', `/runs/${id}?wait=30`, { as: OPERATOR });
    expect(done.body.status).toBe('succeeded');
    await waiting('1002');
  });

  it('that a person sends to one run are for no other', async () => {
    const [older, meant] = [await waiting('1003'), await waiting('1003')];
    const body = { correlationKey: 'reply:1003', payload: { by: 'phone' }, reason: 'They called.' };
    const sent = await ask('sendRunSignal', `/runs/${meant}/signal`, { as: OPERATOR, body });
    expect(sent.body.takenBy).toEqual({ runId: meant, step: 2 });
    const done = await ask('readRun', `/runs/${meant}?wait=30`, { as: OPERATOR });
    expect(done.body.status).toBe('succeeded');
    expect((await ask('readRun', `/runs/${older}`, { as: OPERATOR })).body.status).toBe('waiting');
    const late = await ask('sendRunSignal', `/runs/${meant}/signal`, { as: OPERATOR, body });
    expect(late).toMatchObject({ status: 409, body: { code: 'conflict' } });
    const nowhere = await ask('sendRunSignal', `/runs/${randomUUID()}/signal`, { as: OPERATOR, body });
    expect(nowhere.status).toBe(404);
    const kept = await server.app.db.pool.query('SELECT 1 FROM signal WHERE run_id IS NOT NULL');
    expect(kept.rowCount).toBe(1);
  });

  it('are refused without the scope, too large, or under a key that is none', async () => {
    const body = { correlationKey: 'reply:1', payload: null };
    expect((await ask('sendSignal', '/signals', { as: VIEWER, body })).status).toBe(403);
    expect((await send('reply:1', 'x'.repeat(256 * 1024))).status).toBe(413);
    expect((await send('reply:1', { text: 'a\u0000b' })).status).toBe(400);
    for (const key of ['', 'a b', 'ä', 'a\u0000', 'x'.repeat(256)])
      expect((await send(key, null)).status, key).toBe(400);
  });

  it('can not be tried as a tool, nor declared by half', async () => {
    const tried = await ask('tryTool', '/tools/wait_for_reply/try', {
      as: ENGINEER,
      body: { arguments: { order_id: '1' } },
    });
    expect(tried).toMatchObject({ status: 409, body: { code: 'conflict' } });
    const put = (body: object) =>
      ask('putTool', '/tools/half', { as: ENGINEER, body: { ...WAIT_FOR_REPLY, ...body } });
    for (const [change, path] of [
      [{ event: undefined }, '/event'],
      [{ effect: 'unsafe' }, '/effect'],
      [{ http: { method: 'GET', url: 'https://example.com' } }, '/http'],
      [{ event: { keyTemplate: 'reply:{nothing}' } }, '/event/keyTemplate'],
      [{ event: { keyTemplate: 'always' } }, '/event/keyTemplate'],
    ] as const) {
      const answer = await put(change);
      expect(answer.status, path).toBe(400);
      expect(answer.body.errors.map((one: { path: string }) => one.path)).toContain(path);
    }
  });

  it('have all been called', () => {
    expect([...api.called]).toEqual(expect.arrayContaining(Object.keys(SIGNAL_ENDPOINTS)));
  });
});
