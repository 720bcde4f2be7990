// The endpoints of the policy, called in process on a real database: who may change it, that runs obey it, and that what is missing denies.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { POLICY_ENDPOINTS } from '@/lib/contract/policy-endpoints';
import { type DescribedApi, describedApi } from '@/lib/server/testing/described-api';
import {
  ADMIN,
  ENGINEER,
  OPERATOR,
  refundOf,
  startTestServer,
  type TestServer,
  VIEWER,
} from '@/lib/server/testing/test-server';

let server: TestServer;
let api: DescribedApi;
let shipped: { floor: string; permit: string; ask: string };

beforeAll(async () => {
  server = await startTestServer();
  api = await describedApi(server);
  shipped = (await now()).active.texts;
});
afterAll(() => server.close());

const ask: DescribedApi['ask'] = (...call) => api.ask(...call);
const draft = (texts: object, headers = {}) =>
  ask('putPolicyDraft', '/policies/draft', {
    as: ENGINEER,
    body: { ...shipped, ...texts },
    headers,
  });
type Act = 'publishPolicies' | 'rollBackPolicies' | 'logPolicies' | 'stopLoggingPolicies';
const act = (id: Act, body: object, { as = ENGINEER, headers = {} } = {}) =>
  ask(id, POLICY_ENDPOINTS[id].path, { as, body: { reason: 'A test', ...body }, headers });
const now = async () => (await ask('readPolicies', '/policies', { as: VIEWER })).body;
const ruleOf = (id: string, text: string) => `@id("${id}")\n@message("Says ${id}.")\n${text}\n`;
const freeze = () =>
  `${shipped.permit}\n${ruleOf(
    'freeze',
    'forbid (principal, action == Action::"payments.refund", resource);',
  )}`;
const askAdmin = () =>
  `${shipped.ask}\n${ruleOf(
    'admins-refund',
    '@role("admin") permit (principal, action == Action::"payments.refund", resource) when { context has amount && context.amount > 4000 };',
  )}`;

/** The refund step of a run of the demo. */
async function refunded(order: string, amount = 40) {
  const started = await ask('startRun', '/runs', { as: OPERATOR, body: refundOf(order, amount) });
  const { body: run } = await ask('readRun', `/runs/${started.body.id}?wait=20`, { as: VIEWER });
  const { body: steps } = await ask('listSteps', `/runs/${run.id}/steps`, { as: VIEWER });
  return { run, step: steps.items.find(({ tool }: { tool: string }) => tool === 'payments.refund') };
}

describe('endpoints of the policy', () => {
  it('begin with the shipped rules as version 1', async () => {
    const { active, candidate, draft: begun, revision } = await now();
    expect(active).toMatchObject({
      version: 1,
      texts: shipped,
      by: { label: 'Bulkhead' },
      problems: [],
    });
    expect(active.rules.map(({ id }: { id: string }) => id)).toContain('floor.destructive');
    expect(candidate).toBeNull();
    expect(begun).toMatchObject({ revision: 0, texts: shipped });
    expect(revision).toBe(1);
    expect((await act('publishPolicies', {})).status).toBe(409);
  });

  it('is drafted with errors, which are named at their lines; but nobody publishes them', async () => {
    const wrong = `${shipped.ask}\n@id("x")\npermit (principal, action, resource)\nwhen { context.amount > 5 };`;
    const { body } = await draft({ ask: wrong }, { 'if-match': '"0"' });
    const line = wrong.split('\n').length;
    expect(body.revision).toBe(1);
    expect(body.problems).toContainEqual(
      expect.objectContaining({ set: 'ask', rule: 'x', line, severity: 'error' }),
    );
    expect((await draft({ ask: wrong }, { 'if-match': '"1"' })).body.revision).toBe(1);
    expect((await draft({}, { 'if-match': '"0"' })).status).toBe(412);
    const refused = await act('publishPolicies', {});
    expect(refused.status).toBe(409);
    expect(refused.body.detail).toContain(`ask, line ${line}`);
    expect((await act('logPolicies', {})).status).toBe(409);
    const checked = await ask('validatePolicies', '/policies/validate', { as: ENGINEER, body: {} });
    expect(checked.body.problems).toEqual(body.problems);
    const other = { body: { texts: shipped }, as: ENGINEER };
    expect((await ask('validatePolicies', '/policies/validate', other)).body.problems).toEqual([]);
  });

  it('says of a call that is not made what it would say, beside the draft', async () => {
    await draft({ ask: askAdmin() });
    const call = { agent: 'refunds', tool: 'payments.refund', arguments: { order_id: 'ORD-1', amount: 41 } };
    const { body } = await ask('simulatePolicies', '/policies/simulate', { as: ENGINEER, body: { call } });
    expect(body).toMatchObject({
      differs: true,
      active: { effect: 'permit', policyVersion: '1' },
      draft: { effect: 'ask', requiredRole: 'admin', rules: [{ id: 'admins-refund' }] },
      facts: { agent: 'refunds', amount: 41 },
    });
    const unknown = { body: { call: { ...call, tool: 'no.tool' } }, as: ENGINEER };
    expect((await ask('simulatePolicies', '/policies/simulate', unknown)).status).toBe(404);
  });

  it('is published once by whoever saw what was there, with a reason, and holds for runs at once', async () => {
    const headers = { 'if-match': '"1"' };
    expect((await act('publishPolicies', { reason: ' ' })).status).toBe(400);
    const both = await Promise.all(
      [1, 2].map(() => act('publishPolicies', { reason: 'Admins refund' }, { headers })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect(await now()).toMatchObject({ revision: 2, active: { version: 2, texts: { ask: askAdmin() } } });
    const { run, step } = await refunded('ORD-POL-1', 41);
    expect(run.status).toBe('waiting');
    expect(step.admission).toMatchObject({
      policy: { effect: 'ask', policyVersion: '2', requiredRole: 'admin' },
      policyFacts: { agent: 'refunds', tool: 'payments.refund', amount: 41, attended: true },
    });
    expect(step.approval.requiredRole).toBe('admin');
  });

  it('is asked again when an approved call is sent', async () => {
    const { run, step } = await refunded('ORD-POL-2', 42);
    await draft({ permit: freeze() });
    expect((await act('publishPolicies', {})).status).toBe(200);
    const { id, payloadHash } = step.approval;
    const decided = await ask('decideApproval', `/approvals/${id}/decision`, {
      as: ADMIN,
      body: { decision: 'approve', payloadHash },
    });
    expect(decided.status).toBe(200);
    const { body: after } = await ask('readRun', `/runs/${run.id}?wait=20`, { as: VIEWER });
    const { body: steps } = await ask('listSteps', `/runs/${after.id}/steps`, { as: VIEWER });
    const refund = steps.items.find(({ tool }: { tool: string }) => tool === 'payments.refund');
    expect(refund).toMatchObject({
      status: 'denied',
      admission: { verdict: 'deny', reasons: [{ rule: 'freeze' }] },
    });
  });

  it('is taken back to a version that was active, and to no other', async () => {
    expect((await act('rollBackPolicies', { version: 9 })).status).toBe(404);
    expect((await act('rollBackPolicies', { version: 3 })).status).toBe(409);
    const { body } = await act('rollBackPolicies', { version: 1, reason: 'Refunds go on' });
    expect(body.active.version).toBe(1);
    expect((await refunded('ORD-POL-3')).run.status).toBe('succeeded');
    const { body: changes } = await ask('listPolicyChanges', '/policies/changes?limit=2', { as: VIEWER });
    expect(changes.items).toMatchObject([
      { act: 'roll_back', version: 1, before: 3, reason: 'Refunds go on' },
      { act: 'publish', version: 3, before: 2 },
    ]);
    const { body: third } = await ask('readPolicyVersion', '/policies/versions/3', { as: VIEWER });
    expect(third.texts.permit).toBe(freeze());
    expect((await ask('readPolicyVersion', '/policies/versions/9', { as: VIEWER })).status).toBe(404);
  });

  it('is logged beside the active one and decides nothing', async () => {
    expect((await act('stopLoggingPolicies', {})).status).toBe(409);
    const { body } = await act('logPolicies', {});
    expect(body).toMatchObject({ active: { version: 1 }, candidate: { version: 3 } });
    const { run, step } = await refunded('ORD-POL-4');
    expect(run.status).toBe('succeeded');
    expect(step.admission.policy).toMatchObject({
      effect: 'permit',
      policyVersion: '1',
      candidate: { effect: 'deny', policyVersion: '3', rules: [{ id: 'freeze' }] },
    });
    expect((await now()).candidateDifferences).toEqual([{ decided: 'permit', said: 'deny', calls: 1 }]);
    const listed = async (path: string) =>
      (await ask('listPolicyDifferences', `/policies/differences?${path}`, { as: VIEWER })).body;
    expect(await listed('version=3')).toMatchObject({
      items: [
        {
          runId: run.id,
          step: step.step,
          tool: 'payments.refund',
          decided: 'permit',
          said: 'deny',
          rules: ['freeze'],
        },
      ],
      nextCursor: null,
    });
    expect((await listed('version=1')).items).toEqual([]);
    expect((await act('stopLoggingPolicies', {})).body.candidate).toBeNull();
    expect((await refunded('ORD-POL-5')).step.admission.policy).not.toHaveProperty('candidate');
  });

  it('is tried on what was asked in the past', async () => {
    const { body } = await ask('backtestPolicies', '/policies/backtest', { as: ENGINEER, body: {} });
    // The freeze is in the draft; the refunds that were made are recorded.
    expect(body.differences.length).toBeGreaterThan(3);
    for (const one of body.differences)
      expect(one).toMatchObject({
        tool: 'payments.refund',
        active: { effect: 'permit' },
        draft: { effect: 'deny', rules: ['freeze'] },
      });
    expect(body.judged).toBeGreaterThan(body.differences.length);
    expect(body.unread).toBe(0);
    const same = { as: ENGINEER, body: { texts: shipped, limit: 2 } };
    expect((await ask('backtestPolicies', '/policies/backtest', same)).body).toEqual({
      judged: 2,
      unread: 0,
      differences: [],
    });
    const broken = { as: ENGINEER, body: { texts: { ...shipped, ask: 'permit (' } } };
    expect((await ask('backtestPolicies', '/policies/backtest', broken)).status).toBe(409);
  });

  it('has a floor that only administrators change', async () => {
    await draft({ floor: '' });
    for (const id of ['publishPolicies', 'logPolicies'] as const)
      expect((await act(id, {})).status, id).toBe(403);
    expect((await act('publishPolicies', {}, { as: ADMIN })).body.active.version).toBe(4);
    expect((await act('rollBackPolicies', { version: 1 })).status).toBe(403);
    expect((await act('rollBackPolicies', { version: 1 }, { as: ADMIN })).status).toBe(200);
  });

  it('stands in the audit with every change', async () => {
    const audited = await server.app.db.prisma.auditEvent.findMany({
      where: { entityKind: 'policy', action: { not: 'policy.draft' } },
      orderBy: { seq: 'asc' },
    });
    expect(audited.map(({ action, entityId, reason }) => [action, entityId, reason])).toEqual([
      ['policy.publish', '2', 'Admins refund'],
      ['policy.publish', '3', 'A test'],
      ['policy.roll_back', '1', 'Refunds go on'],
      ['policy.log_only', '3', 'A test'],
      ['policy.stop_log_only', '3', 'A test'],
      ['policy.publish', '4', 'A test'],
      ['policy.roll_back', '1', 'A test'],
    ]);
  });

  it('have all been called', () => {
    expect([...api.called]).toEqual(expect.arrayContaining(Object.keys(POLICY_ENDPOINTS)));
  });
});
