// Decisions through the door: two at once, stale, edited, by a quorum, about one's own run.
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
const call = (method: string, path: string, as: string, body?: unknown) =>
  server.call(method, `/api/v1${path}`, { as, body });

/** A refund of 900 that waits for a person. */
async function held(
  orderId: string,
  as = OPERATOR,
  agent = 'refunds',
): Promise<{ run: Json; approval: Json }> {
  const run = (await call('POST', '/runs', as, { ...refundOf(orderId, 900), agent })).body;
  await call('GET', `/runs/${run.id}?wait=30`, as);
  const [approval] = (await call('GET', `/approvals?status=pending&run=${run.id}`, as)).body.items;
  return { run, approval };
}
const decide = (approval: Json, as: string, body: object) =>
  call('POST', `/approvals/${approval.id}/decision`, as, { payloadHash: approval.payloadHash, ...body });
const atRest = async (run: Json) => (await call('GET', `/runs/${run.id}?wait=30`, 'key')).body;
const refundsOf = async (orderId: string) =>
  (await server.simulator.get(`/ledger?service=payments`)).body.entries.filter(
    (entry: Json) => entry.body.order_id === orderId,
  );

/** An agent like `refunds` under other rules. */
async function agentWith(name: string, escalation: object): Promise<void> {
  const { definition } = (await call('GET', '/agents/refunds', 'key')).body;
  const body = { ...definition, escalation: { ...definition.escalation, ...escalation } };
  expect((await call('PUT', `/agents/${name}`, ENGINEER, body)).status).toBe(200);
}

describe('two deciders at once', () => {
  it('one wins, the other reads who and what, and the money moves as the winner said', async () => {
    const { run, approval } = await held('ORD-2001');
    const answers = await Promise.all([
      decide(approval, APPROVER, { decision: 'approve' }),
      decide(approval, ADMIN, { decision: 'reject', reason: 'Too much' }),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const [won, lost] = answers.toSorted((a, b) => a.status - b.status);
    expect(lost?.body).toMatchObject({ code: 'already_decided', data: { status: won?.body.status } });
    const [first] = lost?.body.data.decisions ?? [];
    expect(first.by.label).toBe(won?.body.decisions[0].by.label);
    await atRest(run);
    expect(await refundsOf('ORD-2001')).toHaveLength(won?.body.status === 'approved' ? 1 : 0);
  });
});

describe('a decision', () => {
  it('about something else than what would be sent is stale', async () => {
    const { run, approval } = await held('ORD-2002');
    const stale = await decide(approval, APPROVER, { decision: 'approve', payloadHash: 'f'.repeat(64) });
    expect(stale.body).toMatchObject({
      status: 409,
      code: 'approval_stale',
      data: { payloadHash: approval.payloadHash },
    });
    expect((await atRest(run)).status).toBe('waiting');
  });

  it('that rejects gives its reason to the agent, which ends without the refund', async () => {
    const { run, approval } = await held('ORD-2003');
    await decide(approval, APPROVER, { decision: 'reject', reason: 'The photos show another lamp' });
    const ended = await atRest(run);
    expect(ended).toMatchObject({ status: 'succeeded', output: { status: 'declined' } });
    const state = (await call('GET', `/runs/${run.id}/state`, 'key')).body;
    expect(JSON.stringify(state.context)).toContain('The photos show another lamp');
    expect(await refundsOf('ORD-2003')).toEqual([]);
  });

  it('of a kind that does not fit the question is refused', async () => {
    const { approval } = await held('ORD-2004');
    const answer = await decide(approval, APPROVER, { decision: 'happened' });
    expect(answer.body.errors).toEqual([
      { path: '/decision', message: 'must be one of approve, edit, reject here' },
    ]);
  });
});

describe('an edit', () => {
  it('is held to the tool’s schema and the agent’s grants, then sent as edited, once', async () => {
    const { run, approval } = await held('ORD-2005');
    const edit = (changes: object) =>
      decide(approval, APPROVER, { decision: 'edit', arguments: { ...approval.arguments, ...changes } });
    const unfit = await edit({ amount: -5, note: 'x' });
    expect(unfit.body.errors.map((error: Json) => error.path).toSorted()).toEqual([
      '/arguments/amount',
      '/arguments/note',
    ]);
    expect((await edit({ currency: 'USD' })).body).toMatchObject({ status: 400, code: 'invalid_request' });
    const edited = await edit({ amount: 450 });
    expect(edited.body).toMatchObject({ status: 'approved', amount: 450, arguments: { amount: 450 } });
    expect(edited.body.payloadHash).not.toBe(approval.payloadHash);
    expect(await atRest(run)).toMatchObject({
      status: 'succeeded',
      output: { status: 'refunded', amount: 450 },
    });
    expect((await refundsOf('ORD-2005')).map((entry: Json) => entry.body.amount)).toEqual([450]);
  });

  it('with a secret in it is refused, and nothing of the secret is kept, nor of a reason that holds it', async () => {
    server.app.redactor.learn([{ name: 'A_SECRET', value: 'hunter2hunter2' }]);
    await agentWith('refunds-reviewed', {});
    const { run, approval } = await held('ORD-2011', OPERATOR, 'refunds-reviewed');
    const edited = await decide(approval, APPROVER, {
      decision: 'edit',
      arguments: { ...approval.arguments, amount: 450, reason: 'Refund hunter2hunter2' },
      reason: 'Said hunter2hunter2 on the phone',
    });
    expect(edited.body).toMatchObject({ status: 400, errors: [{ path: '/arguments' }] });
    expect(edited.body.errors[0].message).toContain('A_SECRET');
    const approved = await decide(approval, APPROVER, {
      decision: 'approve',
      reason: 'Said hunter2hunter2 on the phone',
    });
    expect(approved.body).toMatchObject({
      status: 'approved',
      decisions: [{ reason: 'Said [secret:A_SECRET] on the phone' }],
    });
    expect(await atRest(run)).toMatchObject({ status: 'succeeded', output: { amount: 900 } });
    expect(await refundsOf('ORD-2011')).toHaveLength(1);
    const { rows } = await server.app.db.pool.query(
      `SELECT (SELECT count(*) FROM approval a WHERE a::text LIKE '%hunter2%')
         + (SELECT count(*) FROM approval_decision v WHERE v::text LIKE '%hunter2%')
         + (SELECT count(*) FROM audit_event e WHERE e::text LIKE '%hunter2%')
         + (SELECT count(*) FROM run_input i WHERE convert_from(i.payload, 'UTF8') LIKE '%hunter2%') AS kept`,
    );
    expect(rows).toEqual([{ kept: 0 }]);
  });

  it('empties a quorum, and what is then agreed on is sent without asking again', async () => {
    await agentWith('refunds-by-two', { quorum: 2 });
    const { run, approval } = await held('ORD-2006', OPERATOR, 'refunds-by-two');
    const first = await decide(approval, APPROVER, { decision: 'approve' });
    expect(first.body).toMatchObject({ status: 'pending', decisions: [{ counts: true }] });
    expect((await decide(approval, APPROVER, { decision: 'approve' })).body).toMatchObject({
      status: 409,
      code: 'conflict',
    });
    const body = { decision: 'edit', arguments: { ...approval.arguments, amount: 800 } };
    const edited = await decide(approval, ADMIN, body);
    expect(edited.body).toMatchObject({
      status: 'pending',
      decisions: [{ counts: false }, { counts: true }],
    });
    expect((await decide(approval, APPROVER, { decision: 'approve' })).body.code).toBe('approval_stale');
    const agreed = await decide(edited.body, APPROVER, { decision: 'approve' });
    expect(agreed.body.status).toBe('approved');
    expect(await atRest(run)).toMatchObject({ status: 'succeeded', output: { amount: 800 } });
    expect((await refundsOf('ORD-2006')).map((entry: Json) => entry.body.amount)).toEqual([800]);
  });
});

describe('a retry after a crash before the answer was kept', () => {
  const crash = (key: string) =>
    server.app.db.pool.query(
      `UPDATE api_idempotency SET status = 'in_flight', response = NULL, response_status = NULL, locked_until = now() - interval '1 minute' WHERE key = $1`,
      [key],
    );
  const under = (key: string, approval: Json, as: string, body: object) =>
    server.call('POST', `/api/v1/approvals/${approval.id}/decision`, {
      as,
      body: { payloadHash: approval.payloadHash, ...body },
      headers: { 'idempotency-key': key },
    });

  it('is answered with what it decided; another request is told that it comes second', async () => {
    const { approval } = await held('ORD-2012');
    const edit = { decision: 'edit', arguments: { ...approval.arguments, amount: 450 } };
    const first = await under('e1', approval, APPROVER, edit);
    await crash('e1');
    const again = await under('e1', approval, APPROVER, edit);
    expect([again.status, again.body]).toEqual([200, first.body]);
    expect((await under('e2', approval, APPROVER, edit)).body.code).toBe('already_decided');
    expect((await under('e1', approval, ADMIN, edit)).body.code).toBe('already_decided');
  });

  it('is answered with its vote while others are missing', async () => {
    await agentWith('refunds-by-both', { quorum: 2 });
    const { approval } = await held('ORD-2013', OPERATOR, 'refunds-by-both');
    await under('v1', approval, APPROVER, { decision: 'approve' });
    await crash('v1');
    const again = await under('v1', approval, APPROVER, { decision: 'approve' });
    expect([again.status, again.body.status, again.body.decisions.length]).toEqual([200, 'pending', 1]);
    expect((await under('v2', approval, APPROVER, { decision: 'approve' })).body.code).toBe('conflict');
  });
});

describe('one’s own run', () => {
  it('is for another person to decide, unless the agent allows it', async () => {
    const { approval } = await held('ORD-2007', APPROVER);
    const refused = await decide(approval, APPROVER, { decision: 'approve' });
    expect(refused.body).toMatchObject({
      status: 403,
      detail: 'You started this run. Another person has to decide its calls.',
    });
    expect((await decide(approval, ADMIN, { decision: 'approve' })).status).toBe(200);
    await agentWith('refunds-alone', { selfApproval: 'allow' });
    const own = await held('ORD-2008', APPROVER, 'refunds-alone');
    expect((await decide(own.approval, APPROVER, { decision: 'approve' })).status).toBe(200);
  });

  it('of a key is no person’s: the administrator decides it, the key itself does not', async () => {
    const { approval } = await held('ORD-2009', 'key');
    expect((await decide(approval, 'key', { decision: 'approve' })).status).toBe(403);
    expect((await decide(approval, ADMIN, { decision: 'approve' })).status).toBe(200);
    const others = await held('ORD-2010', OPERATOR);
    expect((await decide(others.approval, 'key', { decision: 'approve' })).status).toBe(200);
  });
});
