// The approval endpoints of API v1, called in process on a real database: each answers as its own description says.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApprovalEventShape } from '@/lib/contract/approval-acts';
import { APPROVAL_ENDPOINTS } from '@/lib/contract/approval-endpoints';
import { ENDPOINTS, type EndpointId } from '@/lib/contract/endpoints';
import { type DescribedApi, describedApi } from '@/lib/server/testing/described-api';
import {
  ADMIN,
  type Answered,
  APPROVER,
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
async function aParked(order: string, amount: number) {
  const started = await ask('startRun', '/runs', { as: OPERATOR, body: refundOf(order, amount) });
  await ask('readRun', `/runs/${idOf(started)}?wait=30`, { as: OPERATOR });
  const { body } = await ask('listApprovals', `/approvals?status=pending&run=${idOf(started)}`, {
    as: APPROVER,
  });
  return { approval: body.items[0], path: `/approvals/${body.items[0].id}` };
}
const idOf = (answer: Answered): string => answer.body.id;

describe('the approval endpoints', () => {
  it('parks at a risky call, shows the card, and goes on when another person approves', async () => {
    const started = await ask('startRun', '/runs', { as: OPERATOR, body: refundOf('ORD-1002', 900) });
    const parked = await ask('readRun', `/runs/${idOf(started)}?wait=30`, { as: OPERATOR });
    expect(parked.body).toMatchObject({ status: 'waiting', waiting: { reason: 'approval' } });
    const queue = await ask('listApprovals', `/approvals?status=pending&run=${idOf(started)}`, {
      as: APPROVER,
    });
    const [approval] = queue.body.items;
    expect(approval).toMatchObject({
      tool: 'payments.refund',
      amount: 900,
      amountUnit: 'EUR',
      status: 'pending',
    });
    const own = await ask('readApprovalCard', `/approvals/${approval.id}/card`, { as: OPERATOR });
    expect(own.body.mayDecide).toEqual({
      allowed: false,
      reason: 'Deciding needs the role approver or admin.',
    });
    const card = await ask('readApprovalCard', `/approvals/${approval.id}/card`, { as: APPROVER });
    expect(card.body.mayDecide).toEqual({ allowed: true, reason: null });
    expect(card.body.story).toEqual([
      'Ada Obi started refunds from the form.',
      'payments.lookup answered.',
      expect.stringMatching(
        /^The agent asks for payments\.refund with confidence 0\.\d+: The order allows 900\.00 EUR/,
      ),
    ]);
    const body = { decision: 'approve', payloadHash: approval.payloadHash };
    const path = `/approvals/${approval.id}/decision`;
    expect((await ask('decideApproval', path, { as: OPERATOR, body })).status).toBe(403);
    const decided = await ask('decideApproval', path, { as: APPROVER, body });
    expect(decided.body).toMatchObject({
      status: 'approved',
      decisions: [{ decision: 'approve', counts: true }],
    });
    const done = await ask('readRun', `/runs/${idOf(started)}?wait=30`, { as: OPERATOR });
    expect(done.body).toMatchObject({ status: 'succeeded', output: { status: 'refunded', amount: 900 } });
    const again = await ask('decideApproval', path, {
      as: ADMIN,
      body: { ...body, decision: 'reject', reason: 'no' },
    });
    expect(again.body).toMatchObject({
      code: 'already_decided',
      detail: expect.stringMatching(/^It was approved by Grace Lind at /),
      data: { status: 'approved', decisions: [{ by: { label: 'Grace Lind' }, decision: 'approve' }] },
    });
    expect((await ask('readApproval', `/approvals/${approval.id}`, { as: VIEWER })).body.status).toBe(
      'approved',
    );
  });

  it('keeps what happens to one before it is decided: seen, claimed, put off, said, over a claim', async () => {
    const { approval, path } = await aParked('ORD-1002', 901);
    const act = (id: EndpointId, name: string, as: string, body?: object) =>
      ask(id, `${path}/${name}`, { as, ...(body === undefined ? {} : { body }) });
    expect((await act('viewApproval', 'viewed', APPROVER)).status).toBe(204);
    expect((await act('viewApproval', 'viewed', APPROVER)).status).toBe(204);
    const machine = await server.call('POST', '/api/v1/api-keys', {
      as: 'key',
      body: { name: 'machine', scopes: ['approvals:decide'], expiresAt: null },
    });
    const headers = { authorization: `Bearer ${machine.body.key}` };
    expect((await ask('viewApproval', `${path}/viewed`, { headers })).body.code).toBe('forbidden');

    const claimed = await act('claimApproval', 'claim', APPROVER, { forMs: 120_000 });
    expect(claimed.body).toMatchObject({ claimedBy: { label: 'Grace Lind' } });
    const leftMs = Date.parse(claimed.body.claimedUntil) - Date.now();
    expect(leftMs).toBeGreaterThan(100_000);
    expect(leftMs).toBeLessThan(130_000);
    const second = await act('claimApproval', 'claim', ADMIN);
    expect(second.body).toMatchObject({ code: 'conflict', data: { claimedBy: { label: 'Grace Lind' } } });
    expect(second.body.detail).toContain('Grace Lind is at it until');
    expect((await act('releaseApproval', 'release', ADMIN)).body).toMatchObject({
      code: 'conflict',
      data: { claimedBy: { label: 'Grace Lind' } },
    });
    expect((await act('releaseApproval', 'release', APPROVER)).body.claimedBy).toBeNull();
    expect((await act('releaseApproval', 'release', APPROVER)).status).toBe(200);
    expect((await act('claimApproval', 'claim', OPERATOR)).status).toBe(403);
    expect((await act('claimApproval', 'claim', APPROVER)).status).toBe(200);

    const soon = new Date(Date.now() + 60_000).toISOString();
    expect((await act('snoozeApproval', 'snooze', ADMIN, { until: soon })).body).toEqual({ until: soon });
    const seen = async (as: string, snoozed: string) =>
      (await ask('countApprovals', `/approvals/count?run=${approval.runId}&snoozed=${snoozed}`, { as })).body
        .count;
    expect([await seen(ADMIN, 'without'), await seen(ADMIN, 'only')]).toEqual([0, 1]);
    expect([await seen(APPROVER, 'without'), await seen(APPROVER, 'only')]).toEqual([1, 0]);
    const late = new Date(Date.now() + 86_400_000).toISOString();
    const bounded = (await act('snoozeApproval', 'snooze', ADMIN, { until: late })).body.until;
    expect(Date.parse(approval.expiresAt) - Date.parse(bounded)).toBe(15 * 60_000);
    expect((await act('snoozeApproval', 'snooze', ADMIN, { until: null })).body).toEqual({ until: null });
    const past = await act('snoozeApproval', 'snooze', ADMIN, { until: '2020-01-01T00:00:00Z' });
    expect(past.body.errors).toEqual([{ path: '/until', message: expect.any(String) }]);

    const said = await act('commentApproval', 'comment', OPERATOR, { text: ' The customer called again. ' });
    expect(said.body).toMatchObject({
      verb: 'commented',
      actor: { label: 'Ada Obi' },
      data: { text: 'The customer called again.' },
    });
    expect((await act('commentApproval', 'comment', VIEWER, { text: 'x' })).status).toBe(403);

    const body = { decision: 'approve', payloadHash: approval.payloadHash, onCardMs: 4_200 };
    expect((await act('decideApproval', 'decision', ADMIN, body)).body).toMatchObject({
      status: 'approved',
      claimedBy: null,
    });
    const history = await ask('readApprovalHistory', `${path}/history`, { as: VIEWER });
    const told = history.body.items.map((event: ApprovalEventShape) => [event.verb, event.actor.label]);
    expect(told).toEqual([
      ['created', 'Bulkhead'],
      ['viewed', 'Grace Lind'],
      ['claimed', 'Grace Lind'],
      ['released', 'Grace Lind'],
      ['claimed', 'Grace Lind'],
      ...Array(3).fill(['snoozed', expect.any(String)]),
      ['commented', 'Ada Obi'],
      ['voted', expect.any(String)],
      ['decided', expect.any(String)],
    ]);
    expect(history.body.items.at(-2).data).toEqual({
      decision: 'approve',
      onCardMs: 4_200,
      overClaimOf: expect.objectContaining({ label: 'Grace Lind' }),
    });
    expect(history.body.items.at(-1).data).toEqual({ status: 'approved' });
    const first = await ask('readApprovalHistory', `${path}/history?limit=4`, { as: VIEWER });
    const rest = await ask('readApprovalHistory', `${path}/history?cursor=${first.body.nextCursor}`, {
      as: VIEWER,
    });
    expect([...first.body.items, ...rest.body.items]).toEqual(history.body.items);

    for (const [id, name, sent] of [
      ['claimApproval', 'claim', {}],
      ['snoozeApproval', 'snooze', { until: soon }],
    ] as const)
      expect((await act(id, name, ADMIN, sent)).body.code).toBe('already_decided');
    expect((await act('decideApproval', 'decision', ADMIN, { ...body, onCardMs: -1 })).status).toBe(400);
    for (const id of ['readApprovalHistory', 'viewApproval', 'claimApproval', 'releaseApproval'] as const) {
      const nowhere = ENDPOINTS[id].path.replace('{id}', '01890000-0000-7000-8000-0000000000ff');
      expect((await ask(id, nowhere, { as: ADMIN })).status, id).toBe(404);
    }
  });

  it('counts what the list has in all its pages, with the same filter', async () => {
    for (const order of ['ORD-1003', 'ORD-1004', 'ORD-1005']) {
      const started = await ask('startRun', '/runs', { as: OPERATOR, body: refundOf(order, 900) });
      await ask('readRun', `/runs/${idOf(started)}?wait=30`, { as: OPERATOR });
    }
    const count = async (query: string) =>
      (await ask('countApprovals', `/approvals/count${query}`, { as: VIEWER })).body.count;
    const first = await ask('listApprovals', '/approvals?status=pending&limit=2', { as: VIEWER });
    const cursor = first.body.nextCursor;
    const rest = await ask('listApprovals', `/approvals?status=pending&limit=2&cursor=${cursor}`, {
      as: VIEWER,
    });
    expect([first.body.items.length, rest.body.items.length, rest.body.nextCursor]).toEqual([2, 1, null]);
    expect(await count('?status=pending')).toBe(3);
    expect(await count('')).toBe(5);
    expect(await count('?status=pending&agent=refunds&tool=payments.refund&kind=tool_call')).toBe(3);
    for (const none of ['agent=ticket-triage', 'tool=chat.post', 'kind=unknown_outcome'])
      expect(await count(`?status=pending&${none}`)).toBe(0);
    const unknown = await ask('listApprovals', '/approvals?kind=unknown_outcome', { as: VIEWER });
    expect(unknown.body.items).toEqual([]);
    expect((await ask('countApprovals', '/approvals/count?kind=refund', { as: VIEWER })).status).toBe(400);
  });

  it('takes alike ones with one decision, each as it was shown, and tells which one somebody else had', async () => {
    const { body } = await ask('listApprovals', '/approvals?status=pending', { as: APPROVER });
    const items = body.items.map(({ id, payloadHash }: never) => ({ id, payloadHash }));
    const together = (as: typeof APPROVER | typeof OPERATOR, asked: object) =>
      ask('decideApprovals', '/approvals/decisions', { as, body: { decision: 'reject', items, ...asked } });
    expect((await together(OPERATOR, { reason: 'no' })).status).toBe(403);
    expect((await together(APPROVER, {})).body.errors).toMatchObject([{ path: '/reason' }]);
    expect((await together(APPROVER, { reason: 'no', items: [items[0], items[0]] })).status).toBe(400);
    const [first] = items;
    await ask('decideApproval', `/approvals/${first.id}/decision`, {
      as: ADMIN,
      body: { decision: 'reject', payloadHash: first.payloadHash, reason: 'Seen before' },
    });
    const answered = await together(APPROVER, { reason: 'The carrier has no damage on record' });
    expect(answered.body.results).toMatchObject([
      { id: first.id, decided: false, status: 'rejected', code: 'already_decided' },
      { decided: true, status: 'rejected', code: null },
      { decided: true, status: 'rejected', code: null },
    ]);
    const decided = await ask('readApproval', `/approvals/${items[2].id}`, { as: VIEWER });
    expect(decided.body.decisions).toMatchObject([
      { by: { label: 'Grace Lind' }, decision: 'reject', reason: 'The carrier has no damage on record' },
    ]);
  });

  it('have all been called', () => {
    expect([...api.called]).toEqual(expect.arrayContaining(Object.keys(APPROVAL_ENDPOINTS)));
  });
});
