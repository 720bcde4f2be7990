// The callback endpoints of API v1, called in process on a real database: each answers as its own description says.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALLBACK_ENDPOINTS } from '@/lib/contract/callback-endpoints';
import { type DescribedApi, describedApi } from '@/lib/server/testing/described-api';
import { type HookReceiver, startHookReceiver } from '@/lib/server/testing/hook-receiver';
import {
  ADMIN,
  ENGINEER,
  OPERATOR,
  startTestServer,
  type TestServer,
} from '@/lib/server/testing/test-server';

let server: TestServer;
let api: DescribedApi;
let receiver: HookReceiver;

beforeAll(async () => {
  receiver = await startHookReceiver();
  server = await startTestServer({ environment: { BULKHEAD_PRIVATE_HOSTS: `127.0.0.1:${receiver.port}` } });
  api = await describedApi(server);
});
afterAll(async () => {
  await server.close();
  await receiver.close();
});

const ask: DescribedApi['ask'] = (...call) => api.ask(...call);
const wanted = () => ({ url: `${receiver.url}/hook`, events: ['run.finished'], secretRef: 'HOOK_KEY' });

describe('the callback endpoints', () => {
  it('refuse an address out of reach, a secret that is not there, and people without the scope', async () => {
    const put = (body: unknown) => ask('putCallback', '/callbacks/ours', { as: ENGINEER, body });
    const paths = async (body: unknown) =>
      (await put(body)).body.errors.map(({ path }: { path: string }) => path).toSorted();
    expect(await paths({ ...wanted(), url: 'http://10.1.2.3/hook' })).toEqual(['/secretRef', '/url']);
    expect(await paths({ ...wanted(), url: 'ftp://example.com' })).toEqual(['/url']);
    expect(await paths({ ...wanted(), events: ['run.finished', 'run.finished'] })).toEqual(['/events']);
    expect(await paths({ ...wanted(), events: ['alarm'] })).toEqual(['/events/0']);
    const refused = await ask('putCallback', '/callbacks/ours', { as: OPERATOR, body: wanted() });
    expect(refused.status).toBe(403);
    expect((await ask('readCallback', '/callbacks/ours', { as: ENGINEER })).status).toBe(404);
  });

  it('put, change, list and read one, each change once in the audit', async () => {
    const secret = { as: ENGINEER, body: { value: 'a-signing-secret' } };
    await server.call('PUT', '/api/v1/secrets/HOOK_KEY', secret);
    const made = await ask('putCallback', '/callbacks/ours', { as: ENGINEER, body: wanted() });
    expect(made.body).toMatchObject({ name: 'ours', version: 1, ...wanted() });
    expect(made.headers.get('etag')).toBe('"1"');
    const same = await ask('putCallback', '/callbacks/ours', { as: ADMIN, body: wanted() });
    expect(same.body).toMatchObject({ version: 1, updatedBy: made.body.updatedBy });
    const changed = { ...wanted(), events: ['run.finished', 'approval.pending'] };
    const put = { as: ENGINEER, body: changed, headers: { 'if-match': '"1"' } };
    expect((await ask('putCallback', '/callbacks/ours', put)).body.version).toBe(2);
    const list = await ask('listCallbacks', '/callbacks', { as: ENGINEER });
    expect(list.body.items.map(({ name }: { name: string }) => name)).toEqual(['ours']);
    expect((await ask('readCallback', '/callbacks/ours', { as: 'key' })).body.events).toEqual(changed.events);
    const audited = await server.app.db.prisma.auditEvent.findMany({ where: { entityKind: 'callback' } });
    expect(audited.map(({ action }) => action)).toEqual(['callback.put', 'callback.put']);
  });

  it('test it, tell how that went, and send it again', async () => {
    const key = { 'idempotency-key': 'test-1' };
    const test = await ask('testCallback', '/callbacks/ours/test', { as: ENGINEER, headers: key });
    expect(test.body).toMatchObject({ event: 'test', status: 'pending', runId: null });
    const again = await ask('testCallback', '/callbacks/ours/test', { as: ENGINEER, headers: key });
    expect([again.headers.get('idempotent-replayed'), again.body.id]).toEqual(['true', test.body.id]);
    const log = () => ask('listDeliveries', '/callbacks/ours/deliveries', { as: ENGINEER });
    const delivered = (attempts: number) =>
      expect
        .poll(async () => (await log()).body.items[0], { timeout: 30_000 })
        .toMatchObject({
          status: 'delivered',
          attempts,
          lastStatus: 204,
          nextAttemptAt: null,
          lastError: null,
        });
    await delivered(1);
    const path = `/callbacks/ours/deliveries/${test.body.id}/redeliver`;
    expect((await ask('redeliver', path, { as: ENGINEER })).body.status).toBe('pending');
    await delivered(2);
    const ids = receiver.seen.map(({ headers }) => headers['bulkhead-event-id']);
    expect(ids).toEqual([test.body.eventId, test.body.eventId]);
    expect(receiver.seen[1]?.body).toBe(receiver.seen[0]?.body);
    const unknown = `/callbacks/ours/deliveries/${server.app.ids.timeOrdered()}/redeliver`;
    expect((await ask('redeliver', unknown, { as: ENGINEER })).status).toBe(404);
  });

  it('delete it, and begin again above its versions', async () => {
    expect((await ask('deleteCallback', '/callbacks/ours', { as: ENGINEER })).status).toBe(204);
    expect((await ask('deleteCallback', '/callbacks/ours', { as: ENGINEER })).status).toBe(404);
    expect((await ask('listCallbacks', '/callbacks', { as: ENGINEER })).body.items).toEqual([]);
    const put = { as: ENGINEER, body: wanted() };
    expect((await ask('putCallback', '/callbacks/ours', put)).body.version).toBe(3);
  });

  it('have all been called', () => {
    expect([...api.called]).toEqual(expect.arrayContaining(Object.keys(CALLBACK_ENDPOINTS)));
  });
});
