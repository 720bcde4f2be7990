// A signed head reaches whoever keeps heads outside, once for each seal, and is what a later check asks for.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { callbackEvent } from '../../contract/callback';
import { waitUntil } from '../../store/embedded/wait-until';
import { type HookReceiver, startHookReceiver } from '../testing/hook-receiver';
import { ADMIN, OPERATOR, refundOf, startTestServer, type TestServer } from '../testing/test-server';
import { sealJournals } from './seal-journals';

let server: TestServer;
let receiver: HookReceiver;
beforeAll(async () => {
  receiver = await startHookReceiver();
  server = await startTestServer({ environment: { BULKHEAD_PRIVATE_HOSTS: `127.0.0.1:${receiver.port}` } });
});
afterAll(async () => {
  await receiver.close();
  await server.close();
});

const heads = () =>
  receiver.seen
    .map(({ body }) => callbackEvent.parse(JSON.parse(body)))
    .flatMap((event) => (event.type === 'audit.sealed' ? event.head : []));

it('is told to a callback that asked for it', async () => {
  await server.call('PUT', '/api/v1/secrets/ANCHOR_KEY', {
    as: 'key',
    body: { value: 'signs what is sent' },
  });
  const body = { url: `${receiver.url}/anchor`, events: ['audit.sealed'], secretRef: 'ANCHOR_KEY' };
  expect((await server.call('PUT', '/api/v1/callbacks/anchor', { as: 'key', body })).status).toBe(200);
  const run = await server.call('POST', '/api/v1/runs', { as: OPERATOR, body: refundOf('ORD-8701', 40) });
  await server.call('GET', `/api/v1/runs/${run.body.id}?wait=30`, { as: OPERATOR });
  await sealJournals(server.app);
  await sealJournals(server.app);
  await waitUntil(async () => heads().length > 0 || undefined, { withinMs: 30_000 });
  const told = heads();
  expect(told).toHaveLength(1);
  const head = told[0]?.hash;
  expect(told[0]?.mac).toMatch(/^[0-9a-f]{64}$/);
  const verdict = await server.call('GET', `/api/v1/audit/verify?expectedHead=${head}`, { as: ADMIN });
  expect(verdict.body).toMatchObject({ ok: true, expectedHead: 'found', seals: { checked: 1 } });
  const log = await server.call('GET', '/api/v1/callbacks/anchor/deliveries', { as: 'key' });
  expect(log.body.items).toMatchObject([{ event: 'audit.sealed', seal: told[0]?.seq }]);
});
