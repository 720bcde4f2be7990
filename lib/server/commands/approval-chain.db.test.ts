// A chain through the door: what an agent may say, who decides at each level, what people and channels are told.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ADMIN,
  APPROVER,
  ENGINEER,
  OPERATOR,
  refundOf,
  startTestServer,
  type TestServer,
} from '../testing/test-server';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

// biome-ignore lint/suspicious/noExplicitAny: a test reads answers of every shape and asserts what it reads
type Json = any;
const call = async (method: string, path: string, as: string, body?: unknown): Promise<Json> =>
  (await server.call(method, `/api/v1${path}`, { as, body })).body;

const HOUR_MS = 3_600_000;
async function putAgent(name: string, escalation: object): Promise<Json> {
  const { definition } = await call('GET', '/agents/refunds', 'key');
  return call('PUT', `/agents/${name}`, ENGINEER, {
    ...definition,
    escalation: { ...definition.escalation, ...escalation },
  });
}

async function held(agent: string, orderId: string, as = OPERATOR): Promise<Json> {
  const run = await call('POST', '/runs', as, { ...refundOf(orderId, 900), agent });
  await call('GET', `/runs/${run.id}?wait=30`, as);
  const [approval] = (await call('GET', `/approvals?status=pending&run=${run.id}`, as)).items;
  return approval;
}
const read = (id: string) => call('GET', `/approvals/${id}`, OPERATOR);
const mayDecide = async (id: string, as: string) =>
  (await call('GET', `/approvals/${id}/card`, as)).mayDecide;
const decide = ({ id, payloadHash }: Json, as: string, decision = 'approve') =>
  call('POST', `/approvals/${id}/decision`, as, { payloadHash, decision });

/** As if nobody had decided until now. */
async function passLevel(approval: Json, level: number): Promise<Json> {
  await server.app.db.pool.query(`UPDATE approval SET expires_at = now() WHERE id = $1`, [approval.id]);
  await expect.poll(async () => (await read(approval.id)).escalationLevel, { timeout: 10_000 }).toBe(level);
  return read(approval.id);
}

describe('what an agent says of its chain', () => {
  it.each([
    ['a chain that is not obeyed', { escalateTo: [{ expiresMs: HOUR_MS }] }, '/escalation/onExpiry'],
    ['no chain', { onExpiry: 'escalate' }, '/escalation/escalateTo'],
    ['an empty chain', { onExpiry: 'escalate', escalateTo: [] }, '/escalation/escalateTo'],
    [
      'a role that is none',
      { onExpiry: 'escalate', escalateTo: [{ role: 'boss', expiresMs: HOUR_MS }] },
      '/escalation/escalateTo/0/role',
    ],
    [
      'a role that may not decide',
      { onExpiry: 'escalate', escalateTo: [{ role: 'engineer', expiresMs: HOUR_MS }] },
      '/escalation/escalateTo/0/role',
    ],
    [
      'a level without its time',
      { onExpiry: 'escalate', escalateTo: [{ role: 'admin' }] },
      '/escalation/escalateTo/0/expiresMs',
    ],
    [
      'somebody who is not there',
      { onExpiry: 'escalate', escalateTo: [{ people: ['nobody@example.com'], expiresMs: HOUR_MS }] },
      '/escalation/escalateTo/0/people/0',
    ],
    ['silence that approves', { onExpiry: 'approve' }, '/escalation/onExpiry'],
  ])('is refused with %s, at its place', async (_what, escalation, path) => {
    const answer = await putAgent('refused', escalation);
    expect(answer).toMatchObject({ code: 'invalid_request' });
    expect(answer.errors.map((error: Json) => error.path)).toContain(path);
  });

  it('is refused where it names somebody who may not decide at that level', async () => {
    const people = [APPROVER, OPERATOR];
    const answer = await putAgent('refused', {
      onExpiry: 'escalate',
      escalateTo: [{ people, expiresMs: HOUR_MS }],
    });
    expect(answer.errors).toEqual([
      {
        path: '/escalation/escalateTo/0/people/1',
        message: `names ${people[1]}, who has the role operator and may not decide at this level`,
      },
    ]);
  });
});

describe('an approval that nobody decides', () => {
  it('is asked of administrators, decided by them alone, and sent once', async () => {
    const url = `${server.simulator.url}/callbacks/none`;
    const events = ['approval.escalated'];
    for (const role of ['admin', 'approver'])
      await call('PUT', `/channels/only-${role}`, ENGINEER, { kind: 'webhook', url, events, roles: [role] });
    await putAgent('chained', { onExpiry: 'escalate', escalateTo: [{ role: 'admin', expiresMs: HOUR_MS }] });
    const asked = await held('chained', 'ORD-4001');
    expect(asked).toMatchObject({
      requiredRole: 'approver',
      onExpiry: 'escalate',
      escalateTo: [{ role: 'admin', people: [], expiresMs: HOUR_MS }],
      escalationLevel: 0,
    });
    expect(await mayDecide(asked.id, APPROVER)).toMatchObject({ allowed: true });
    const escalated = await passLevel(asked, 1);
    expect(escalated).toMatchObject({ status: 'pending', requiredRole: 'admin', onExpiry: 'reject' });
    expect(escalated.payloadHash).toBe(asked.payloadHash);
    expect(await decide(asked, APPROVER)).toMatchObject({
      code: 'forbidden',
      detail: 'Deciding needs the role admin.',
    });
    expect(await call('POST', `/approvals/${asked.id}/claim`, APPROVER, {})).toMatchObject({
      code: 'forbidden',
    });
    const state = async () =>
      (await call('GET', `/runs/${asked.runId}/steps`, OPERATOR)).items[asked.step - 1];
    await expect.poll(async () => (await state()).approval.requiredRole, { timeout: 10_000 }).toBe('admin');
    expect((await state()).approval.expiresAt).toBe(escalated.expiresAt);
    await expect
      .poll(
        async () => {
          const { rows } = await server.app.db.pool.query(
            `SELECT channel FROM delivery WHERE approval_id = $1 AND event = 'approval.escalated'`,
            [asked.id],
          );
          return rows;
        },
        { timeout: 20_000 },
      )
      .toEqual([{ channel: 'only-admin' }]);
    expect(await decide(asked, ADMIN)).toMatchObject({ status: 'approved' });
    expect(await call('GET', `/runs/${asked.runId}?wait=30`, OPERATOR)).toMatchObject({
      status: 'succeeded',
    });
    const { entries } = (await server.simulator.get('/ledger?service=payments')).body;
    expect(entries.filter((entry: Json) => entry.body.order_id === 'ORD-4001')).toHaveLength(1);
  }, 60_000);

  it('is asked of the people on call, and refuses whoever started the run at every level', async () => {
    const people = [ADMIN];
    await putAgent('on-call', {
      onExpiry: 'escalate',
      escalateTo: [
        { role: 'approver', people, expiresMs: HOUR_MS },
        { role: 'approver', expiresMs: HOUR_MS },
      ],
    });
    const asked = await held('on-call', 'ORD-4002', ADMIN);
    await passLevel(asked, 1);
    expect(await mayDecide(asked.id, APPROVER)).toMatchObject({
      allowed: false,
      reason: `Nobody decided in time. Now it is asked of ${people[0]} or an admin.`,
    });
    expect(await decide(asked, ADMIN)).toMatchObject({
      code: 'forbidden',
      detail: 'You started this run. Another person has to decide its calls.',
    });
    await passLevel(asked, 2);
    expect(await decide(asked, ADMIN)).toMatchObject({ code: 'forbidden' });
    expect(await decide(asked, APPROVER)).toMatchObject({ status: 'approved' });
  }, 60_000);

  it('is rejected after the last level, and counted as expired once', async () => {
    await putAgent('left-alone', {
      onExpiry: 'escalate',
      escalateTo: [{ role: 'admin', expiresMs: HOUR_MS }],
    });
    const expired = async () => (await call('GET', '/approvals/metrics', APPROVER)).now?.automatic?.expired;
    const before = await expired();
    expect(before).toEqual(expect.any(Number));
    const asked = await held('left-alone', 'ORD-4003');
    await passLevel(asked, 1);
    expect(await expired()).toBe(before);
    await server.app.db.pool.query(`UPDATE approval SET expires_at = now() WHERE id = $1`, [asked.id]);
    await expect.poll(async () => (await read(asked.id)).status, { timeout: 10_000 }).toBe('expired');
    expect(await call('GET', `/runs/${asked.runId}?wait=30`, OPERATOR)).toMatchObject({
      status: 'succeeded',
    });
    expect(await expired()).toBe(before + 1);
    const { items } = await call('GET', `/approvals/${asked.id}/history`, OPERATOR);
    expect(items.map(({ verb }: Json) => verb)).toEqual(['created', 'escalated', 'expired']);
  }, 60_000);
});
