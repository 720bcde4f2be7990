// Every route of API v1, called in process on a real database: each answers as its own description says.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { type DescribedApi, describedApi } from '@/lib/server/testing/described-api';
import {
  ADMIN,
  type Answered,
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
const idOf = (answer: Answered): string => answer.body.id;

describe('API v1', () => {
  it('starts a run, waits for it, shows its inside', async () => {
    const started = await ask('startRun', '/runs', { as: OPERATOR, body: refundOf('ORD-1001', 40) });
    expect(started.status).toBe(201);
    expect(started.body).toMatchObject({
      agent: 'refunds',
      version: 1,
      trigger: { kind: 'form', by: 'Ada Obi' },
    });
    const id = idOf(started);
    const done = await ask('readRun', `/runs/${id}?wait=30`, { as: VIEWER });
    expect(done.body).toMatchObject({ status: 'succeeded', output: { status: 'refunded', amount: 40 } });
    const steps = await ask('listSteps', `/runs/${id}/steps`, { as: VIEWER });
    expect(
      steps.body.items.map((step: { tool: string | null; kind: string }) => step.tool ?? step.kind),
    ).toEqual(['model', 'payments.lookup', 'model', 'payments.refund', 'model', 'finish']);
    const page = await ask('listSteps', `/runs/${id}/steps?limit=2`, { as: VIEWER });
    const rest = await ask('listSteps', `/runs/${id}/steps?cursor=${page.body.nextCursor}`, { as: VIEWER });
    expect([...page.body.items, ...rest.body.items]).toEqual(steps.body.items);

    const journal = await ask('readJournal', `/runs/${id}/journal?limit=10000`, { as: VIEWER });
    const last = journal.body.items.at(-1);
    expect(last.kind).toBe('end');
    const state = await ask('readState', `/runs/${id}/state`, { as: VIEWER });
    expect(state.body).toMatchObject({ seq: last.seq, lastSeq: last.seq, status: 'succeeded' });
    const first = await ask('readState', `/runs/${id}/state?seq=1`, { as: VIEWER });
    expect(first.body).toMatchObject({ seq: 1, lastSeq: last.seq, status: 'queued', steps: [] });
    expect((await ask('readState', `/runs/${id}/state?seq=${last.seq + 1}`, { as: VIEWER })).status).toBe(
      404,
    );

    const listed = await ask('listRuns', '/runs?status=succeeded,failed&agent=refunds&limit=1', {
      as: VIEWER,
    });
    expect(idOf({ ...listed, body: listed.body.items[0] })).toBe(id);
    expect(await server.simulator.effects('payments')).toBe(1);
  });

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

  it('pauses, resumes and cancels', async () => {
    const started = await ask('startRun', '/runs', { as: OPERATOR, body: refundOf('ORD-1003', 900) });
    const id = idOf(started);
    await ask('readRun', `/runs/${id}?wait=30`, { as: OPERATOR });
    const notPaused = await ask('resumeRun', `/runs/${id}/resume`, { as: OPERATOR, body: { reason: 'go' } });
    expect(notPaused.body).toMatchObject({ code: 'conflict' });
    const reason = { reason: 'the customer called' };
    expect((await ask('pauseRun', `/runs/${id}/pause`, { as: OPERATOR, body: reason })).status).toBe(202);
    const isPaused = async () =>
      (await ask('readRun', `/runs/${id}`, { as: OPERATOR })).body.waiting?.reason === 'paused';
    await expect.poll(isPaused).toBe(true);
    expect((await ask('pauseRun', `/runs/${id}/pause`, { as: OPERATOR, body: reason })).status).toBe(409);
    const lowered = await ask('resumeRun', `/runs/${id}/resume`, {
      as: OPERATOR,
      body: { reason: 'go', limits: { maxSteps: 1, maxToolCalls: 11 } },
    });
    expect(lowered.body.errors).toEqual([
      { path: '/limits/maxSteps', message: 'must be at least 20: bounds may only be raised' },
    ]);
    const raised = { reason: 'go', limits: { maxSteps: 50 } };
    await ask('resumeRun', `/runs/${id}/resume`, { as: OPERATOR, body: raised });
    await expect.poll(isPaused).toBe(false);
    await ask('cancelRun', `/runs/${id}/cancel`, { as: OPERATOR, body: { reason: 'not wanted any more' } });
    const ended = await ask('readRun', `/runs/${id}?wait=30`, { as: OPERATOR });
    await expect
      .poll(async () => (await ask('readRun', `/runs/${id}`, { as: OPERATOR })).body.status)
      .toBe('cancelled');
    expect(ended.body.limits.maxSteps).toBe(50);
    const late = await ask('cancelRun', `/runs/${id}/cancel`, { as: OPERATOR, body: { reason: 'again' } });
    expect(late.body).toMatchObject({ code: 'conflict', detail: 'The run has ended: it was cancelled.' });
  });

  it('reads and puts agents, tools, models and secrets', async () => {
    const kinds = { Agent: 'refunds', Tool: 'payments.refund', Model: 'sim-refunds' } as const;
    for (const kind of ['Agent', 'Tool', 'Model'] as const) {
      const name = kinds[kind];
      const folder = `/${kind.toLowerCase()}s`;
      const list = await ask(`list${kind}s`, folder, { as: VIEWER });
      expect(list.body.items.map((item: { name: string }) => item.name)).toContain(name);
      const read = await ask(`read${kind}`, `${folder}/${name}`, { as: VIEWER });
      const etag = read.headers.get('etag');
      expect(etag).toBe('"1"');
      const { definition } = read.body;
      const same = await ask(`put${kind}`, `${folder}/${name}`, { as: ENGINEER, body: definition });
      expect(same.body).toEqual({ name, version: 1, active: true });
      const changed = {
        ...definition,
        ...(kind === 'Model' ? { timeoutMs: 21_000 } : { description: 'Other words.' }),
      };
      const put = { as: ENGINEER, body: changed, headers: { 'if-match': '"1"' } };
      const made = await ask(`put${kind}`, `${folder}/${name}`, put);
      expect(made.body).toEqual({ name, version: 2, active: kind !== 'Agent' });
      expect(made.headers.get('etag')).toBe('"2"');
      const stale = await ask(`put${kind}`, `${folder}/${name}`, { ...put, body: definition });
      expect(stale.body).toMatchObject({ code: 'version_mismatch', data: { latest: 2 } });
      const versions = await ask(`list${kind}Versions`, `${folder}/${name}/versions`, { as: VIEWER });
      expect(versions.body.items.map((item: { version: number }) => item.version)).toEqual([2, 1]);
    }
    const activate = { as: ENGINEER, body: { version: 2 } };
    expect((await ask('activateAgent', '/agents/refunds/activate', activate)).body.active).toBe(true);
    const missing = await ask('activateAgent', '/agents/refunds/activate', {
      as: ENGINEER,
      body: { version: 9 },
    });
    expect(missing.status).toBe(404);

    const put = await ask('putSecret', '/secrets/STRIPE_KEY', {
      as: ENGINEER,
      body: { value: 'sk_live_0123456789' },
    });
    expect(put.status).toBe(204);
    const secrets = await ask('listSecrets', '/secrets', { as: ENGINEER });
    expect(secrets.body.items.map((item: { name: string }) => item.name)).toEqual([
      'DEMO_MODEL_KEY',
      'DEMO_SERVICE_KEY',
      'STRIPE_KEY',
    ]);
    expect(JSON.stringify(secrets.body)).not.toContain('sk_live');
  });

  it('has no budget until somebody sets one', async () => {
    const { body } = await ask('listBudgets', '/budgets', { as: VIEWER });
    expect(body).toEqual({ items: [], nextCursor: null });
  });

  it('says who asks, and ends sessions', async () => {
    const me = await ask('readMe', '/me', { as: OPERATOR });
    expect(me.body).toMatchObject({ kind: 'user', email: OPERATOR, role: 'operator' });
    expect((await ask('readMe', '/me', { as: 'key' })).body).toMatchObject({ kind: 'api_key', role: null });
    const sessions = await ask('listSessions', '/sessions', { as: VIEWER });
    const [own] = sessions.body.items;
    expect(own).toMatchObject({ current: true, userAgent: 'tests' });
    expect((await ask('revokeSession', `/sessions/${own.id}`, { as: OPERATOR })).status).toBe(404);
    expect((await ask('revokeSession', `/sessions/${own.id}`, { as: VIEWER })).status).toBe(204);
    expect((await ask('readMe', '/me', { as: VIEWER })).status).toBe(401);
  });

  it('makes API keys that act for their maker, and ends them', async () => {
    const body = { name: 'ci', scopes: ['runs:read'], expiresAt: null };
    const made = await ask('createApiKey', '/api-keys', { as: ADMIN, body });
    expect(made.body.key).toMatch(/^bh_[0-9a-f]{8}_[\w-]{43}$/);
    const headers = { authorization: `Bearer ${made.body.key}` };
    expect((await ask('readMe', '/me', { headers })).body).toMatchObject({
      name: 'ci',
      scopes: ['runs:read'],
    });
    const listed = await ask('listApiKeys', '/api-keys', { as: ADMIN });
    expect(listed.body.items.map((key: { id: string }) => key.id)).toEqual([idOf(made)]);
    expect(JSON.stringify(listed.body)).not.toContain(made.body.key);
    expect((await ask('revokeApiKey', `/api-keys/${idOf(made)}`, { as: ADMIN })).status).toBe(204);
    expect((await ask('revokeApiKey', `/api-keys/${idOf(made)}`, { as: ADMIN })).status).toBe(404);
    expect((await ask('readMe', '/me', { headers })).status).toBe(401);
    const past = { ...body, expiresAt: '2020-01-01T00:00:00.000Z' };
    expect((await ask('createApiKey', '/api-keys', { as: ADMIN, body: past })).status).toBe(400);
    expect((await ask('createApiKey', '/api-keys', { as: ENGINEER, body })).status).toBe(403);
  });

  it('sums up what needs a person', async () => {
    const overview = await ask('readOverview', '/overview?period=1h', { as: OPERATOR });
    expect(overview.body.runs.succeeded).toBeGreaterThanOrEqual(2);
    expect(overview.body.period.humanDecisions).toBe(1);
    expect(overview.body.spend.totalMicroUsd).toBeGreaterThan(0);
  });

  it('describes itself', async () => {
    expect((await ask('readOpenApi', '/openapi.json')).body.openapi).toBe('3.1.0');
  });

  it('has had every endpoint called', () => {
    expect([...api.called].toSorted()).toEqual(Object.keys(ENDPOINTS).toSorted());
  });
});
