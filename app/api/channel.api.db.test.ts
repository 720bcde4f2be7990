// The channel endpoints of API v1, called in process on a real database: each answers as its own description says.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHANNEL_ENDPOINTS } from '@/lib/contract/channel-endpoints';
import { type DescribedApi, describedApi } from '@/lib/server/testing/described-api';
import { type HookReceiver, startHookReceiver } from '@/lib/server/testing/hook-receiver';
import { quietNow } from '@/lib/server/testing/quiet-now';
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
const put = (body: unknown, as: typeof ENGINEER | typeof OPERATOR = ENGINEER) =>
  ask('putChannel', '/channels/ours', { as, body });
const secret = (name: string, value: string) =>
  server.call('PUT', `/api/v1/secrets/${name}`, { as: ENGINEER, body: { value } });
const wanted = () => ({ kind: 'webhook', url: `${receiver.url}/in`, events: ['approval.pending', 'alert'] });
const problems = async (body: unknown) =>
  (await put(body)).body.errors.map(({ path }: { path: string }) => path).toSorted();

describe('the channel endpoints', () => {
  it('refuse what could never be sent, and say where', async () => {
    expect(await problems({ ...wanted(), url: 'http://10.1.2.3/in' })).toEqual(['/url']);
    expect(await problems({ ...wanted(), url: 'https://example.com/{{secret:NO_SUCH}}' })).toEqual(['/url']);
    expect(await problems({ ...wanted(), headers: { Authorization: 'Bearer abc' } })).toEqual([
      '/headers/Authorization',
    ]);
    expect(await problems({ ...wanted(), headers: { Host: 'elsewhere', 'Bulkhead-Event-Id': '1' } })).toEqual(
      ['/headers/Bulkhead-Event-Id', '/headers/Host'],
    );
    expect(await problems({ ...wanted(), events: ['run.finished'] })).toEqual(['/events/0']);
    expect(await problems({ kind: 'slack', events: ['alert'], secretRef: 'NO_SUCH' })).toEqual([
      '/secretRef',
    ]);
    await secret('NO_ADDRESS', 'user:password-of-mine@mail');
    for (const kind of [{ kind: 'slack' }, { kind: 'email', from: 'a@example.com', to: ['b@example.com'] }]) {
      const refused = await put({ ...kind, events: ['alert'], secretRef: 'NO_ADDRESS' });
      expect(refused.body.errors[0].path).toBe('/secretRef');
      expect(JSON.stringify(refused.body)).not.toContain('password-of-mine');
    }
    expect((await put(wanted(), OPERATOR)).status).toBe(403);
    expect((await ask('readChannel', '/channels/ours', { as: ENGINEER })).status).toBe(404);
  });

  it('refuse addresses of mail that could make a header or a command of their own', async () => {
    await secret('SMTP', 'smtp://127.0.0.1:2525');
    const mail = {
      kind: 'email',
      events: ['alert'],
      secretRef: 'SMTP',
      from: 'a@example.com',
      to: ['b@example.com'],
    };
    for (const hostile of [
      'b@example.com\r\nBcc: c@example.com',
      '"b\r\n"@example.com',
      '<b@example.com>',
      'b@example.com> SIZE=1',
    ])
      expect(await problems({ ...mail, to: [hostile] }), hostile).toEqual(['/to/0']);
    expect(await problems({ ...mail, from: 'a@example.com\nRCPT TO:<c@example.com>' })).toEqual(['/from']);
  });

  it('put, change, list and read one, each change once in the audit, with nothing left unsaid', async () => {
    const made = await put(wanted());
    expect(made.body).toMatchObject({
      name: 'ours',
      version: 1,
      ...wanted(),
      leastSeverity: 'warning',
      includeArguments: false,
      quietUntil: null,
    });
    expect(made.headers.get('etag')).toBe('"1"');
    const same = await ask('putChannel', '/channels/ours', { as: ADMIN, body: wanted() });
    expect(same.body).toMatchObject({ version: 1, updatedBy: made.body.updatedBy });
    const quietHours = quietNow(Date.now());
    const changed = await ask('putChannel', '/channels/ours', {
      as: ENGINEER,
      body: { ...wanted(), quietHours },
      headers: { 'if-match': '"1"' },
    });
    expect(changed.body).toMatchObject({
      version: 2,
      quietHours: {
        ...quietHours,
        urgentPasses: true,
      },
    });
    expect(Date.parse(changed.body.quietUntil)).toBeGreaterThan(Date.now());
    const list = await ask('listChannels', '/channels', { as: ENGINEER });
    expect(list.body.items.map(({ name }: { name: string }) => name)).toEqual(['ours']);
    expect((await ask('readChannel', '/channels/ours', { as: 'key' })).body.version).toBe(2);
    const audited = await server.app.db.prisma.auditEvent.findMany({ where: { entityKind: 'channel' } });
    expect(audited.map(({ action }) => action)).toEqual(['channel.put', 'channel.put']);
  });

  it('test it at any hour, tell how that went, and send it again', async () => {
    const key = { 'idempotency-key': 'test-1' };
    const test = await ask('testChannel', '/channels/ours/test', { as: ENGINEER, headers: key });
    expect(test.body).toMatchObject({ channel: 'ours', event: 'test', status: 'pending', heldUntil: null });
    const again = await ask('testChannel', '/channels/ours/test', { as: ENGINEER, headers: key });
    expect([again.headers.get('idempotent-replayed'), again.body.id]).toEqual(['true', test.body.id]);
    const log = () => ask('listChannelDeliveries', '/channels/ours/deliveries', { as: ENGINEER });
    const delivered = (attempts: number) =>
      expect
        .poll(async () => (await log()).body.items[0], { timeout: 10_000 })
        .toMatchObject({ status: 'delivered', attempts, lastStatus: 204, lastError: null });
    await delivered(1);
    const path = `/channels/ours/deliveries/${test.body.id}/redeliver`;
    expect((await ask('redeliverNotice', path, { as: ENGINEER })).body).toMatchObject({ status: 'pending' });
    await delivered(2);
    const [first, second] = receiver.seen;
    expect(second?.body).toBe(first?.body);
    expect(second?.headers['bulkhead-event-id']).toBe(test.body.eventId);
    const [, name] = ['/channels/ours', '/channels/other'];
    expect((await ask('redeliverNotice', path.replace('ours', 'other'), { as: ENGINEER })).status).toBe(404);
    expect((await ask('testChannel', `${name}/test`, { as: ENGINEER })).status).toBe(404);
  });

  it('keep the secret that it names, and end', async () => {
    await put({ ...wanted(), secretRef: 'SMTP' });
    const kept = await server.call('DELETE', '/api/v1/secrets/SMTP', { as: ENGINEER });
    expect([kept.status, kept.body.data.usedBy]).toEqual([409, [{ kind: 'channel', name: 'ours' }]]);
    expect((await ask('deleteChannel', '/channels/ours', { as: ENGINEER })).status).toBe(204);
    expect((await ask('deleteChannel', '/channels/ours', { as: ENGINEER })).status).toBe(404);
    expect((await ask('listChannelDeliveries', '/channels/ours/deliveries', { as: ENGINEER })).status).toBe(
      404,
    );
  });

  it('have all been called', () => {
    expect([...api.called]).toEqual(expect.arrayContaining(Object.keys(CHANNEL_ENDPOINTS)));
  });
});
