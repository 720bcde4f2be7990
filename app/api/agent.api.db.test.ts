// The endpoints of agents in use, called in process on a real database: archive and back, one version, true figures.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { AGENT_ENDPOINTS } from '@/lib/contract/agent-endpoints';
import { type DescribedApi, describedApi } from '@/lib/server/testing/described-api';
import {
  APPROVER,
  ENGINEER,
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

async function run(orderId: string, amount: number): Promise<{ id: string; status: string }> {
  const started = await ask('startRun', '/runs', { as: OPERATOR, body: refundOf(orderId, amount) });
  expect(started.status).toBe(201);
  return (await ask('readRun', `/runs/${started.body.id}?wait=30`, { as: OPERATOR })).body;
}

const actionsOn = async (name: string): Promise<string[]> => {
  const { rows } = await server.app.db.pool.query<{ action: string }>(
    `SELECT action FROM audit_event WHERE entity_kind = 'agent' AND entity_id = $1 ORDER BY seq`,
    [name],
  );
  return rows.map(({ action }) => action);
};

describe('the endpoints of agents', () => {
  it('tell how an agent does, by what its runs came to', async () => {
    const before = await ask('readAgentHealth', '/agents/refunds/health', { as: VIEWER });
    expect(before.body).toMatchObject({
      runs: { started: 0, succeeded: 0, waiting: { count: 0, byReason: {} } },
      durationMs: null,
      costPerSuccessMicroUsd: null,
      approvals: { asked: 0 },
      sampling: { floor: 0, tools: [] },
      lastError: null,
    });
    expect(await run('ORD-HEALTH-1', 40)).toMatchObject({ status: 'succeeded' });
    expect(await run('ORD-HEALTH-2', 60)).toMatchObject({ status: 'succeeded' });
    const waiting = await run('ORD-HEALTH-3', 900);
    const rejected = await run('ORD-HEALTH-4', 950);
    const queue = await ask('listApprovals', `/approvals?run=${rejected.id}`, { as: APPROVER });
    const { id, payloadHash } = queue.body.items[0];
    await ask('decideApproval', `/approvals/${id}/decision`, {
      as: APPROVER,
      body: { decision: 'reject', payloadHash, reason: 'Refunded by phone' },
    });
    await ask('readRun', `/runs/${rejected.id}?wait=30`, { as: OPERATOR });
    const { rows } = await server.app.db.pool.query<{ cost: number }>(
      `SELECT sum(cost_micro_usd)::int AS cost FROM run WHERE status = 'succeeded'`,
    );
    const cost = rows[0]?.cost ?? 0;
    expect(cost).toBeGreaterThan(0);

    const health = (await ask('readAgentHealth', '/agents/refunds/health', { as: VIEWER })).body;
    expect(health).toMatchObject({
      runs: {
        started: 4,
        succeeded: 3,
        failed: 0,
        cancelled: 0,
        waiting: { count: 1, byReason: { approval: 1 } },
      },
      endedCostMicroUsd: cost,
      costPerSuccessMicroUsd: Math.round(cost / 3),
      approvals: { asked: 2, pending: 1, approved: 0, rejected: 1, expired: 0 },
      lastError: null,
    });
    expect(health.durationMs.p95).toBeGreaterThanOrEqual(health.durationMs.p50);

    await server.app.db.pool.query(
      `UPDATE run SET status = 'failed', waiting = NULL, error_code = 'model_error', error_message = 'No answer', finished_at = now(),
        due_at = NULL WHERE id = $1`,
      [waiting.id],
    );
    const after = (await ask('readAgentHealth', '/agents/refunds/health', { as: VIEWER })).body;
    expect(after.lastError).toMatchObject({ runId: waiting.id, code: 'model_error', message: 'No answer' });
    await server.app.db.pool.query(`UPDATE run SET created_at = now() - interval '25 hours'`);
    const later = (await ask('readAgentHealth', '/agents/refunds/health', { as: VIEWER })).body;
    expect(later).toMatchObject({ runs: { started: 0 }, lastError: null });
    expect((await ask('readAgentHealth', '/agents/nobody/health', { as: VIEWER })).status).toBe(404);
  });

  it('tell how often its calls are looked at anyway, and the decision that made it so', async () => {
    const put = async (sampleRate: number) => {
      const { definition } = (await server.call('GET', '/api/v1/agents/refunds', { as: ENGINEER })).body;
      const escalation = { ...definition.escalation, sampleRate, confidenceBelow: 0 };
      await server.call('PUT', '/api/v1/agents/looked-at', {
        as: ENGINEER,
        body: { ...definition, escalation },
      });
      const { body } = await server.call('GET', '/api/v1/agents/looked-at/versions', { as: ENGINEER });
      const [{ version }] = body.items;
      const path = '/api/v1/agents/looked-at/activate';
      await server.call('POST', path, { as: ENGINEER, body: { version } });
    };
    const told = async () =>
      (await ask('readAgentHealth', '/agents/looked-at/health', { as: VIEWER })).body.sampling;
    await put(0.999);
    expect(await told()).toEqual({ floor: 0.999, tools: [] });
    const body = { ...refundOf('ORD-LOOKED-1', 40), agent: 'looked-at' };
    const started = await ask('startRun', '/runs', { as: OPERATOR, body });
    await ask('readRun', `/runs/${started.body.id}?wait=30`, { as: OPERATOR });
    const queue = await ask('listApprovals', `/approvals?run=${started.body.id}`, { as: APPROVER });
    const [{ id, payloadHash }] = queue.body.items;
    const decided = { decision: 'reject', payloadHash, reason: 'Too soon' };
    await ask('decideApproval', `/approvals/${id}/decision`, { as: APPROVER, body: decided });
    const last = { decision: 'reject', by: { label: 'Grace Lind' }, at: expect.any(String) };
    const tool = { tool: 'payments.refund', lookedAt: 1, disagreed: 1, last };
    expect(await told()).toMatchObject({ floor: 0.999, tools: [{ ...tool, rate: 1 }] });
    await put(0);
    expect(await told()).toMatchObject({ floor: 0, tools: [{ ...tool, rate: 0 }] });
  });

  it('list each agent with its newest version and its last run', async () => {
    const { id } = await run('ORD-LIST-1', 40);
    const { definition } = (await ask('readAgent', '/agents/refunds', { as: ENGINEER })).body;
    const body = { ...definition, description: 'Other words.' };
    const made = await ask('putAgent', '/agents/refunds', { as: ENGINEER, body });
    expect(made.body).toEqual({ name: 'refunds', version: 2, active: false });
    const names = (await ask('listAgents', '/agents', { as: VIEWER })).body.items;
    expect(names.every((item: { last24h: unknown }) => item.last24h === null)).toBe(true);
    const { items } = (await ask('listAgents', '/agents?figures=24h', { as: VIEWER })).body;
    const refunds = items.find((item: { name: string }) => item.name === 'refunds');
    expect(refunds).toMatchObject({
      version: 1,
      latestVersion: 2,
      archivedAt: null,
      last24h: { started: 1, succeeded: 1, failed: 0 },
      lastRun: { id },
    });
    expect(refunds.definition.description).not.toBe('Other words.');
    const idle = items.find((item: { name: string }) => item.name === 'ticket-triage');
    expect(idle).toMatchObject({ last24h: { started: 0 }, lastRun: null });
  });

  it('read one version for ever', async () => {
    const one = await ask('readAgentVersion', '/agents/refunds/versions/2', { as: VIEWER });
    expect(one.body).toMatchObject({
      version: 2,
      active: false,
      definition: { description: 'Other words.' },
    });
    expect(one.headers.get('etag')).toBe('"2"');
    for (const path of [
      '/agents/refunds/versions/9',
      '/agents/refunds/versions/x',
      '/agents/nobody/versions/1',
    ])
      expect((await ask('readAgentVersion', path, { as: VIEWER })).body.code).toBe('not_found');
  });

  it('archive an agent under a running run: it goes on, no other starts, and a PUT brings the agent back', async () => {
    const waiting = await run('ORD-ARCHIVE-1', 900);
    expect(waiting.status).toBe('waiting');
    expect((await ask('archiveAgent', '/agents/refunds', { as: VIEWER })).status).toBe(403);
    expect((await ask('archiveAgent', '/agents/nobody', { as: ENGINEER })).status).toBe(404);
    expect((await ask('archiveAgent', '/agents/refunds', { as: ENGINEER })).status).toBe(204);
    expect((await ask('archiveAgent', '/agents/refunds', { as: ENGINEER })).status).toBe(204);

    const refused = { code: 'conflict', data: { archived: true } };
    for (const version of [{}, { version: 1 }]) {
      const body = { ...refundOf('ORD-ARCHIVE-2', 40), ...version };
      expect((await ask('startRun', '/runs', { as: OPERATOR, body })).body).toMatchObject(refused);
    }
    const activate = { as: ENGINEER, body: { version: 2 } };
    expect((await ask('activateAgent', '/agents/refunds/activate', activate)).body).toMatchObject(refused);
    const names = async (query: string) =>
      (await ask('listAgents', `/agents${query}`, { as: VIEWER })).body.items.map(
        (item: { name: string }) => item.name,
      );
    expect(await names('')).not.toContain('refunds');
    expect(await names('?archived=only')).toEqual(['refunds']);
    const read = (await ask('readAgent', '/agents/refunds', { as: VIEWER })).body;
    expect(read.archivedAt).not.toBeNull();

    const queue = await ask('listApprovals', `/approvals?run=${waiting.id}`, { as: APPROVER });
    const { id, payloadHash } = queue.body.items[0];
    const approve = { as: APPROVER, body: { decision: 'approve', payloadHash } };
    expect((await ask('decideApproval', `/approvals/${id}/decision`, approve)).status).toBe(200);
    // What was under way goes on.
    await vi.waitFor(
      async () => {
        const { body } = await ask('readRun', `/runs/${waiting.id}?wait=5`, { as: OPERATOR });
        expect(body.status).toBe('succeeded');
      },
      { timeout: 30_000, interval: 20 },
    );

    const back = await ask('putAgent', '/agents/refunds', { as: ENGINEER, body: read.definition });
    expect(back.body).toEqual({ name: 'refunds', version: 1, active: true });
    expect(await run('ORD-ARCHIVE-3', 40)).toMatchObject({ status: 'succeeded' });
    const activated = await ask('activateAgent', '/agents/refunds/activate', {
      as: ENGINEER,
      body: { version: 2, reason: 'Clearer words' },
    });
    expect(activated.body.active).toBe(true);
    expect(await actionsOn('refunds')).toEqual([
      'agent.put',
      'agent.put',
      'agent.archive',
      'agent.put',
      'agent.activate',
    ]);
    const { rows } = await server.app.db.pool.query<{ reason: string | null }>(
      `SELECT reason FROM audit_event WHERE action = 'agent.activate' ORDER BY seq DESC LIMIT 1`,
    );
    expect(rows[0]?.reason).toBe('Clearer words');
  });

  it('have all been called', () => {
    expect([...api.called]).toEqual(expect.arrayContaining(Object.keys(AGENT_ENDPOINTS)));
  });
});
