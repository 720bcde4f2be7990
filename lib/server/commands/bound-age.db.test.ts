// A run at a bound on the real database: it shows until when it stands there, fails then, and goes on from a redrive with the bound raised.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ENGINEER, OPERATOR, refundOf, startTestServer, type TestServer } from '../testing/test-server';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const AGE_MS = 8_000;
const call = (method: string, path: string, body?: unknown, as = OPERATOR) =>
  server.call(method, `/api/v1${path}`, { as, body });
const read = async (id: string) => (await call('GET', `/runs/${id}?wait=5`)).body;

async function atBound(orderId: string): Promise<string> {
  const { id } = (await call('POST', '/runs', { ...refundOf(orderId, 40), limits: { maxSteps: 2 } })).body;
  await expect.poll(async () => (await read(id)).waiting?.reason, { timeout: 30_000 }).toBe('limit');
  return id;
}

it('fails after the time that its agent gives it, with what it has, and a redrive takes it up again', async () => {
  const { body: agent } = await call('GET', '/agents/refunds');
  const definition = { ...agent.definition, failAtBoundAfterMs: AGE_MS };
  const put = await call('PUT', '/agents/refunds', definition, ENGINEER);
  await call('POST', '/agents/refunds/activate', { version: put.body.version, reason: 'Short' }, ENGINEER);
  const [failing, raised] = [await atBound('ORD-1001'), await atBound('ORD-1002')];
  const stands = await read(raised);
  const [{ until }] = stands.waiting.items;
  expect(Date.parse(until) - Date.now()).toBeLessThanOrEqual(AGE_MS);
  const { body: overview } = await call('GET', '/overview');
  expect(overview.stoppedRuns).toContainEqual(expect.objectContaining({ id: raised, failsAt: until }));
  const raise = { reason: 'It may', limits: { maxSteps: 40 } };
  expect((await call('POST', `/runs/${raised}/resume`, raise)).status).toBe(202);
  await expect.poll(async () => (await read(raised)).status, { timeout: 30_000 }).toBe('succeeded');

  await expect.poll(async () => (await read(failing)).status, { timeout: 30_000 }).toBe('failed');
  const ended = await read(failing);
  expect(ended).toMatchObject({ error: { code: 'bound_expired' }, partial: { results: [{ step: 2 }] } });
  const { body: letters } = await call('GET', `/dead-letters?run=${failing}`);
  expect(letters.items).toMatchObject([{ code: 'bound_expired', state: 'open' }]);
  const late = await call('POST', `/runs/${failing}/resume`, raise);
  expect([late.status, late.body.code]).toEqual([409, 'conflict']);
  const again = await call('POST', `/dead-letters/${letters.items[0].id}/redrive`, raise);
  expect(again.status).toBeLessThan(300);
  await expect.poll(async () => (await read(failing)).status, { timeout: 30_000 }).toBe('succeeded');
}, 120_000);
