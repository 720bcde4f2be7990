// Veto windows, in process on a real database: announced, objected to, let go, run by silence, and asked after all where a stop lay over their end.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { plantCalls } from '@/lib/server/planted/plant-calls';
import { type DescribedApi, describedApi } from '@/lib/server/testing/described-api';
import { quietNow } from '@/lib/server/testing/quiet-now';
import {
  ADMIN,
  APPROVER,
  ENGINEER,
  OPERATOR,
  startTestServer,
  type TestServer,
  VIEWER,
} from '@/lib/server/testing/test-server';

const ANNOUNCED = `
@id("refunds.announced")
@message("Refunds are announced.")
@veto("allowed")
permit (principal, action == Action::"payments.refund", resource);
`;
let server: TestServer;
let api: DescribedApi;
const ask: DescribedApi['ask'] = (...call) => api.ask(...call);
const putAgent = (escalation: object) =>
  server.call('PUT', '/api/v1/agents/announcing', {
    as: ENGINEER,
    body: {
      description: 'Refunds, and says so beforehand.',
      prompt: 'Refund.',
      model: 'scripted',
      tools: [{ name: 'payments.refund' }],
      inputSchema: { type: 'object' },
      escalation: { whenConfidenceMissing: 'allow', ...escalation },
    },
  });

beforeAll(async () => {
  server = await startTestServer();
  api = await describedApi(server);
  const { active } = (await ask('readPolicies', '/policies', { as: VIEWER })).body;
  const body = { ...active.texts, ask: active.texts.ask + ANNOUNCED };
  expect((await ask('putPolicyDraft', '/policies/draft', { as: ENGINEER, body })).status).toBe(200);
  const published = await ask('publishPolicies', '/policies/publish', {
    as: ENGINEER,
    body: { reason: 'A test' },
  });
  expect(published.status).toBe(200);
  const { body: echo } = await server.call('GET', '/api/v1/models/sim-refunds', { as: ENGINEER });
  const model = { ...echo.definition, model: 'sim-scripted-1' };
  expect((await server.call('PUT', '/api/v1/models/scripted', { as: ENGINEER, body: model })).status).toBe(
    200,
  );
  expect((await putAgent({ vetoMs: 300_000 })).status).toBe(200);
});
afterAll(() => server.close());

const pending = async (runId: string) =>
  (await ask('listApprovals', `/approvals?status=pending&run=${runId}`, { as: APPROVER })).body.items;
async function announced(order: string, amount = 40) {
  const refund = { order_id: order, amount, currency: 'EUR', reason: 'The lamp came cracked' };
  const script = [
    { toolCalls: [{ name: 'payments.refund', arguments: refund }] },
    { output: { answer: 'Done.' } },
  ];
  const body = { agent: 'announcing', input: { script } };
  const { body: run } = await ask('startRun', '/runs', { as: OPERATOR, body });
  await vi.waitUntil(async () => (await pending(run.id)).length === 1, { timeout: 20_000 });
  return (await pending(run.id))[0];
}
const decide = ({ id, payloadHash }: { id: string; payloadHash: string }, body: object) =>
  ask('decideApproval', `/approvals/${id}/decision`, { as: APPROVER, body: { payloadHash, ...body } });
const read = async (id: string) => (await ask('readApproval', `/approvals/${id}`, { as: VIEWER })).body;
const over = ({ id }: { id: string }) =>
  server.app.db.pool.query(`UPDATE approval SET expires_at = now() WHERE id = $1`, [id]);
const ended = async (runId: string) =>
  (await ask('readRun', `/runs/${runId}?wait=30`, { as: VIEWER })).body.status;
const refundStep = async (runId: string) =>
  (await ask('listSteps', `/runs/${runId}/steps`, { as: VIEWER })).body.items.find(
    ({ tool }: { tool: string }) => tool === 'payments.refund',
  );
const refunds = async (order: string) =>
  (await server.simulator.get(`/payments/refunds?order_id=${order}`)).body.refunds;

describe('a veto window', () => {
  it('runs the call once its time is over, as nobody’s approval, and says so everywhere', async () => {
    const asked = await announced('ORD-1002');
    expect(asked).toMatchObject({
      status: 'pending',
      onExpiry: 'execute',
      reasons: [{ rule: 'refunds.announced' }],
    });
    expect(Date.parse(asked.expiresAt) - Date.parse(asked.createdAt)).toBeGreaterThanOrEqual(299_000);
    expect(await refundStep(asked.runId)).toMatchObject({
      admission: { veto: true, policy: { veto: true } },
      approval: { onExpiry: 'execute' },
    });
    await over(asked);
    await vi.waitUntil(async () => (await ended(asked.runId)) === 'succeeded', { timeout: 20_000 });
    expect(await read(asked.id)).toMatchObject({ status: 'unopposed', decisions: [] });
    expect((await refundStep(asked.runId)).approval.verdict).toMatchObject({
      decision: 'unopposed',
      by: { kind: 'system' },
    });
    expect(await refunds('ORD-1002')).toHaveLength(1);
    const { items } = (await ask('readApprovalHistory', `/approvals/${asked.id}/history`, { as: APPROVER }))
      .body;
    expect(items.at(-1)).toMatchObject({
      verb: 'decided',
      actor: { kind: 'system' },
      data: { status: 'unopposed' },
    });
    const metrics = (await ask('readApprovalMetrics', '/approvals/metrics', { as: ADMIN })).body;
    expect(metrics.now).toMatchObject({ approved: 0, automatic: { unopposed: 1 } });
    const { record } = (await ask('readApprovalCard', `/approvals/${asked.id}/card`, { as: APPROVER })).body;
    expect(record).toMatchObject({ held: 1, approved: 0, unopposed: 1 });
  });

  it('sends nothing that somebody objected to', async () => {
    const asked = await announced('ORD-3001');
    const { body } = await decide(asked, { decision: 'reject', reason: 'Refunded by phone.' });
    expect(body).toMatchObject({ status: 'rejected' });
    expect(await ended(asked.runId)).toBe('succeeded');
    expect(await refunds('ORD-3001')).toEqual([]);
  });

  it('is let go at once by a person', async () => {
    const asked = await announced('ORD-3002');
    expect((await decide(asked, { decision: 'approve' })).body).toMatchObject({ status: 'approved' });
    expect(await ended(asked.runId)).toBe('succeeded');
    expect(await refunds('ORD-3002')).toHaveLength(1);
  });

  it('asks after all where a halt lay over its end', async () => {
    const asked = await announced('ORD-3003');
    expect((await ask('setHalt', '/halt', { as: ADMIN, body: { reason: 'A look.' } })).status).toBeLessThan(
      300,
    );
    await over(asked);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await read(asked.id)).toMatchObject({ status: 'pending' });
    expect(
      (await ask('readApprovalCard', `/approvals/${asked.id}/card`, { as: APPROVER })).body.mayDecide.allowed,
    ).toBe(true);
    expect((await ask('liftHalt', '/halt', { as: ADMIN, body: { reason: 'Fine.' } })).status).toBeLessThan(
      300,
    );
    await vi.waitUntil(async () => (await pending(asked.runId))[0]?.supersedes === asked.id, {
      timeout: 20_000,
    });
    expect((await pending(asked.runId))[0]).toMatchObject({
      onExpiry: 'reject',
      changed: ['It was stopped when its window ended.'],
    });
    expect(await refunds('ORD-3003')).toEqual([]);
  });

  it('is announced at night too', async () => {
    const body = {
      kind: 'webhook',
      url: 'https://pager.example.com',
      events: ['approval.pending'],
      quietHours: quietNow(Date.now()),
    };
    expect((await server.call('PUT', '/api/v1/channels/asleep', { as: ADMIN, body })).status).toBe(200);
    const [quiet, pressing] = [await announced('ORD-3005', 900), await announced('ORD-3006')];
    const { rows } = await server.app.db.pool.query(
      `SELECT approval_id AS id, urgent FROM delivery WHERE channel = 'asleep' ORDER BY urgent`,
    );
    expect(rows).toEqual([
      { id: quiet.id, urgent: false },
      { id: pressing.id, urgent: true },
    ]);
  });

  it('is not given to what is above the agent’s bound', async () => {
    expect((await announced('ORD-3004', 900)).onExpiry).toBe('reject');
  });

  it('is nothing that a planted call stands in for: the only one that asks would be known', async () => {
    const asked = await announced('ORD-3007');
    expect((await decide(asked, { decision: 'approve' })).status).toBe(200);
    expect(await ended(asked.runId)).toBe('succeeded');
    const { pool } = server.app.db;
    const { version } = (await ask('readSettings', '/settings', { as: ADMIN })).body;
    const put = await server.call('PUT', '/api/v1/settings', {
      as: ADMIN,
      body: { displayName: null, plantedShare: 0.2 },
      headers: { 'if-match': `"${version}"` },
    });
    expect(put.status).toBe(200);
    // People decide enough for one to be due.
    await pool.query(
      `INSERT INTO approval_decision (approval_id, round, principal, decision, payload_hash, by, at)
       SELECT id, round, 'somebody', 'approve', payload_hash, '{"kind": "user", "id": "somebody", "label": "Somebody"}', now() FROM approval`,
    );
    await plantCalls(server.app);
    expect((await pool.query('SELECT FROM planted_call')).rowCount).toBe(0);
  });

  it.each([[{ vetoMs: 1_000 }], [{ vetoMs: 8 * 86_400_000 }], [{ vetoMs: 300_000, quorum: 2 }]])(
    'is refused with %j',
    async (rules) => {
      const { status, body } = await putAgent(rules);
      expect([status, body.errors?.[0]?.path]).toEqual([400, '/escalation/vetoMs']);
    },
  );
});
