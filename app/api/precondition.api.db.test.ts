// A call bound to the state of its target, in process on a real database: shown with it, reopened where it changed, and refused where it could never be looked at.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type DescribedApi, describedApi } from '@/lib/server/testing/described-api';
import {
  APPROVER,
  ENGINEER,
  OPERATOR,
  refundOf,
  startTestServer,
  type TestServer,
} from '@/lib/server/testing/test-server';

const REFUND = 'payments.refund';
const LOOK = {
  tool: 'payments.lookup',
  arguments: { order_id: '{arguments.order_id}' },
  paths: ['refunded', 'refundable'],
};
let server: TestServer;
let api: DescribedApi;

beforeAll(async () => {
  server = await startTestServer();
  api = await describedApi(server);
});
afterAll(() => server.close());

const ask: DescribedApi['ask'] = (...call) => api.ask(...call);

async function putRefund(precondition: object | undefined) {
  const { body } = await server.call('GET', `/api/v1/tools/${REFUND}`, { as: ENGINEER });
  const { precondition: _, ...definition } = body.definition;
  return server.call('PUT', `/api/v1/tools/${REFUND}`, {
    as: ENGINEER,
    body: precondition === undefined ? definition : { ...definition, precondition },
  });
}

async function pendingOf(order: string, amount: number) {
  const { body: run } = await ask('startRun', '/runs', { as: OPERATOR, body: refundOf(order, amount) });
  await ask('readRun', `/runs/${run.id}?wait=30`, { as: OPERATOR });
  return onlyPending(run.id);
}
const pending = async (runId: string) =>
  (await ask('listApprovals', `/approvals?status=pending&run=${runId}`, { as: APPROVER })).body.items;
async function onlyPending(runId: string) {
  await vi.waitUntil(async () => (await pending(runId)).length === 1, { timeout: 20_000 });
  return (await pending(runId))[0];
}
const card = async (id: string) =>
  (await ask('readApprovalCard', `/approvals/${id}/card`, { as: APPROVER })).body;
const approve = ({ id, payloadHash }: { id: string; payloadHash: string }) =>
  ask('decideApproval', `/approvals/${id}/decision`, {
    as: APPROVER,
    body: { decision: 'approve', payloadHash },
  });
const refunds = async (order: string) =>
  (await server.simulator.get(`/payments/refunds?order_id=${order}`)).body.refunds;

describe('a precondition', () => {
  it('is shown, and asks again with what changed where the target did', async () => {
    expect((await card((await pendingOf('ORD-1002', 900)).id)).target).toBeNull();
    expect((await putRefund(LOOK)).status).toBe(200);
    const asked = await pendingOf('ORD-3001', 900);
    const first = (await card(asked.id)).target;
    expect(first).toMatchObject({ tool: LOOK.tool, untrusted: false, before: null });
    const [refunded, refundable] = first.seen;
    expect(refunded).toEqual({ path: 'refunded', value: 0 });

    // Somebody pays a part back in the meantime.
    const { body: other } = await ask('startRun', '/runs', { as: OPERATOR, body: refundOf('ORD-3001', 40) });
    await ask('readRun', `/runs/${other.id}?wait=30`, { as: OPERATOR });
    expect(await refunds('ORD-3001')).toHaveLength(1);
    expect((await approve(asked)).body.status).toBe('approved');
    const again = await onlyPending(asked.runId);
    expect(again).toMatchObject({ supersedes: asked.id, changed: expect.any(Array) });
    expect(again.changed).toContain('refunded of its target was 0 and is 40 now.');
    expect((await card(again.id)).target).toMatchObject({
      seen: [
        { path: 'refunded', value: 40 },
        { path: 'refundable', value: refundable.value - 40 },
      ],
      before: [refunded, refundable],
    });
    // The earlier card still shows what was decided on.
    expect((await card(asked.id)).target).toEqual(first);
    expect(await refunds('ORD-3001')).toHaveLength(1);
    await approve(again);
    const done = await ask('readRun', `/runs/${asked.runId}?wait=30`, { as: OPERATOR });
    expect(done.body.status).toBe('succeeded');
    expect(await refunds('ORD-3001')).toHaveLength(2);
  });

  it('lets an edit of the same target go out as it was agreed on, and asks again for another target', async () => {
    const edit = async (order: string, over: object) => {
      const { id, runId, payloadHash, arguments: asked } = await pendingOf(order, 900);
      const body = { decision: 'edit', payloadHash, arguments: { ...asked, ...over } };
      expect((await ask('decideApproval', `/approvals/${id}/decision`, { as: APPROVER, body })).status).toBe(
        200,
      );
      return runId;
    };
    const same = await edit('ORD-3002', { amount: 880 });
    await ask('readRun', `/runs/${same}?wait=30`, { as: OPERATOR });
    expect(await refunds('ORD-3002')).toMatchObject([{ amount: 880 }]);
    const other = await onlyPending(await edit('ORD-3003', { order_id: 'ORD-3004' }));
    expect(other.changed).toContain('Another target is looked at, with payments.lookup.');
    expect((await card(other.id)).target).toMatchObject({ arguments: { order_id: 'ORD-3004' } });
    expect(await refunds('ORD-3004')).toEqual([]);
  });

  it('is refused where it could never be looked at', async () => {
    const problems = async (precondition: object) => (await putRefund(precondition)).body.errors;
    const path = '/precondition/tool';
    expect(await problems({ tool: 'payments.nobody' })).toMatchObject([{ path }]);
    expect(await problems({ tool: 'payments.cancel_refund' })).toMatchObject([{ path }]);
    expect(await problems({ tool: 'payments.lookup' })).toMatchObject([{ path: '/precondition' }]);
    const at = '/precondition/arguments';
    expect(await problems({ ...LOOK, arguments: { order_id: '{result.id}' } })).toMatchObject([
      { path: `${at}/order_id`, message: expect.stringContaining('no result yet') },
    ]);
    expect(await problems({ ...LOOK, arguments: { order: '{arguments.nothing}' } })).toMatchObject([
      { path: `${at}/order` },
      { path: `${at}/order`, message: expect.stringContaining('no argument') },
      { path: at },
    ]);
    expect(await problems({ ...LOOK, paths: ['refunded.on'] })).toMatchObject([
      { path: '/precondition/paths/0' },
    ]);
    const { body } = await server.call('GET', '/api/v1/tools/payments.lookup', { as: ENGINEER });
    const read = { ...body.definition, precondition: LOOK };
    const put = await server.call('PUT', '/api/v1/tools/payments.lookup', { as: ENGINEER, body: read });
    expect(put.body.errors).toMatchObject([{ path: '/precondition' }]);
  });
});
