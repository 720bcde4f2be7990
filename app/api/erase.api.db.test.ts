// Erasing what runs held: a text that is planted in every place where a run keeps anything is found in none of them afterwards, and the chain still holds.
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ERASE_ENDPOINTS } from '@/lib/contract/erase-endpoints';
import { type DescribedApi, describedApi } from '@/lib/server/testing/described-api';
import { everyRow } from '@/lib/server/testing/every-row';
import {
  ADMIN,
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
const MARK = 'Anna-Zwickel-1907';
const HEX = Buffer.from(MARK).toString('hex');
const REASON = 'Asked for by the customer, ticket 12';

/** Tables that hold the planted text, with how many rows of them. */
async function places(): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const [table, rows] of await everyRow(server.test.superuserUrl)) {
    const texts = rows.map((row) => JSON.stringify(row));
    const count = texts.filter(
      (text) => text.toLowerCase().includes(MARK.toLowerCase()) || text.includes(HEX),
    ).length;
    if (count > 0) found[table] = count;
  }
  return found;
}
async function asSuperuser(text: string): Promise<void> {
  const client = new Client({ connectionString: server.test.superuserUrl });
  await client.connect();
  await client.query(text);
  await client.end();
}
const erase = (id: string, as = ADMIN, reason = REASON) =>
  ask('eraseRun', `/runs/${id}/erase`, { as, body: { reason } });
const done = async (id: string) => (await ask('readRun', `/runs/${id}?wait=30`, { as: VIEWER })).body;

/** Asked about, edited, spoken of, answered, forked: with the text wherever one can be given. */
async function aFullRun(): Promise<{ id: string; fork: string; approval: string }> {
  const body = refundOf('ORD-1002', 900);
  const input = { ...body.input, reason: `The lamp of ${MARK} came cracked` };
  const headers = { 'idempotency-key': 'a-start' };
  const { body: run } = await ask('startRun', '/runs', { as: OPERATOR, body: { ...body, input }, headers });
  await done(run.id);
  const { body: queue } = await ask('listApprovals', `/approvals?status=pending&run=${run.id}`, {
    as: APPROVER,
  });
  const [approval] = queue.items;
  const path = `/approvals/${approval.id}`;
  await ask('commentApproval', `${path}/comment`, { as: OPERATOR, body: { text: `${MARK} called twice` } });
  const decision = {
    decision: 'edit',
    arguments: { ...approval.arguments, reason: `for ${MARK}` },
    reason: 'as agreed',
    payloadHash: approval.payloadHash,
  };
  const edited = await ask('decideApproval', `${path}/decision`, { as: APPROVER, body: decision });
  expect(edited.status, JSON.stringify(edited.body)).toBe(200);
  expect(await done(run.id)).toMatchObject({ status: 'succeeded' });
  const forked = await ask('forkRun', `/runs/${run.id}/fork`, {
    as: OPERATOR,
    body: { fromStep: 2, mode: 'dry', changes: { prompt: 'You refund what was asked for.' } },
  });
  await done(forked.body.id);
  return { id: run.id, fork: forked.body.id, approval: approval.id };
}

async function anAnsweredWait(): Promise<string> {
  const { body: demo } = await ask('readModel', '/models/sim-refunds', { as: ENGINEER });
  const wait = {
    kind: 'builtin',
    builtin: 'wait_for_event',
    description: 'Waits until the customer has answered.',
    effect: 'read',
    event: { keyTemplate: 'reply:{order_id}', timeoutMs: 86_400_000 },
    untrustedOutput: true,
    inputSchema: { type: 'object', properties: { order_id: { type: 'string' } }, required: ['order_id'] },
  };
  const agent = {
    description: 'Waits for an answer.',
    prompt: 'You wait.',
    model: 'sim-scripted',
    tools: [{ name: 'wait_for_reply' }],
    inputSchema: { type: 'object' },
    outputSchema: { type: 'object' },
  };
  for (const [id, path, body] of [
    ['putModel', '/models/sim-scripted', { ...demo.definition, model: 'sim-scripted-1' }],
    ['putTool', '/tools/wait_for_reply', wait],
    ['putAgent', '/agents/patient', agent],
  ] as const)
    expect(await ask(id, path, { as: ENGINEER, body })).toMatchObject({ status: 200 });
  const toolCalls = [{ name: 'wait_for_reply', arguments: { order_id: '7' } }];
  const input = { script: [{ toolCalls }, { output: { answer: `It came from ${MARK}.` } }] };
  const { body: run } = await ask('startRun', '/runs', { as: OPERATOR, body: { agent: 'patient', input } });
  await done(run.id);
  await ask('sendSignal', '/signals', {
    as: 'key',
    body: { correlationKey: 'reply:7', payload: { text: MARK } },
  });
  expect(await done(run.id)).toMatchObject({ status: 'succeeded' });
  return run.id;
}

describe('erasures', () => {
  it('leave a planted text in no table, digests and figures where they were, and says who did it', async () => {
    const { id, fork, approval } = await aFullRun();
    const waited = await anAnsweredWait();
    await asSuperuser(
      `INSERT INTO error_group (fingerprint, code, message, first_at, last_at, sample_of, seen, runs, succeeded, failed, cancelled)
       VALUES ('00000000000000aa', 'http_503', 'no answer about ${MARK}', now(), now(), '${id}', 1, 1, 1, 0, 0)`,
    );
    const before = await places();
    for (const table of [
      'error_group',
      'run',
      'run_text',
      'run_input',
      'signal',
      'approval',
      'approval_decision',
      'approval_event',
      'api_idempotency',
    ])
      expect(before[table], table).toBeGreaterThan(0);
    const run = await done(id);
    const chain = (await ask('readJournal', `/runs/${id}/journal?limit=1000`, { as: VIEWER })).body.items;

    expect((await erase(id, ENGINEER)).status).toBe(403);
    expect(await erase(id)).toMatchObject({ status: 200, body: { runs: [id, fork] } });
    expect(await erase(waited)).toMatchObject({ status: 200, body: { runs: [waited] } });
    // What people decided is the record's, which is chained with all that it says: here the arguments of an edit.
    expect(await places()).toEqual({ audit_event: 1 });

    const after = await done(id);
    const by = expect.objectContaining({ kind: 'user' });
    expect(after).toMatchObject({ input: null, output: null, erased: { by, reason: REASON } });
    for (const figure of ['status', 'steps', 'toolCalls', 'tokens', 'costMicroUsd', 'labels', 'finishedAt'])
      expect(after[figure], figure).toEqual(run[figure]);
    const left = (await ask('readJournal', `/runs/${id}/journal?limit=1000`, { as: VIEWER })).body.items;
    expect(left).toEqual(chain.map((row: object) => ({ ...row, payload: null })));
    const { body: verdict } = await ask('verifyJournals', '/audit/verify/journals?limit=1000', { as: ADMIN });
    expect(verdict).toMatchObject({ ok: true, broken: [] });
    expect(verdict.erased).toBeGreaterThanOrEqual(chain.length);
    const { body: events } = await ask('listAudit', '/audit?action=run.erase', { as: ADMIN });
    expect(events.items).toHaveLength(3);
    expect(events.items.map(({ reason }: { reason: string }) => reason)).toEqual([REASON, REASON, REASON]);

    const said = { status: 409, body: { code: 'conflict', data: { erased: { by, reason: REASON } } } };
    expect(await ask('listSteps', `/runs/${id}/steps`, { as: VIEWER })).toMatchObject(said);
    expect(await ask('readState', `/runs/${id}/state`, { as: VIEWER })).toMatchObject(said);
    expect(await ask('readForks', `/runs/${id}/forks`, { as: VIEWER })).toMatchObject(said);
    const again = { as: OPERATOR, body: { fromStep: 1, mode: 'dry', changes: { prompt: 'x' } } };
    expect(await ask('forkRun', `/runs/${id}/fork`, again)).toMatchObject(said);
    expect((await ask('readApproval', `/approvals/${approval}`, { as: VIEWER })).body).toMatchObject({
      arguments: {},
      status: 'approved',
    });
    for (const path of [`/runs?q=${MARK}`, '/runs/export?format=csv', '/approvals?status=approved']) {
      const { status, body } = await server.call('GET', `/api/v1${path}`, { as: ADMIN });
      expect(status).toBe(200);
      expect(JSON.stringify(body)).not.toContain(MARK);
    }
    const { status, body: evidence } = await server.call('GET', `/api/v1/runs/${id}/evidence?format=html`, {
      as: ADMIN,
    });
    expect(status).toBe(200);
    expect(evidence).toContain(REASON);
  });

  it('are refused while a run goes on or something of it is not settled, and done once', async () => {
    const { body: run } = await ask('startRun', '/runs', { as: OPERATOR, body: refundOf('ORD-1003', 900) });
    await done(run.id);
    expect(await erase(run.id)).toMatchObject({
      status: 409,
      body: { data: { runs: [{ against: 'has not ended' }] } },
    });
    await ask('cancelRun', `/runs/${run.id}/cancel`, { as: OPERATOR, body: { reason: 'not wanted' } });
    expect(await done(run.id)).toMatchObject({ status: 'cancelled' });
    expect((await erase(run.id)).status).toBe(200);
    expect((await erase(run.id, ADMIN, 'again')).status).toBe(200);
    expect((await done(run.id)).erased.reason).toBe(REASON);
    expect((await erase('01900000-0000-7000-8000-000000000000')).status).toBe(404);
  });

  it('by somebody who goes past the record are seen: the record does not tell of it', async () => {
    const { body: run } = await ask('startRun', '/runs', { as: OPERATOR, body: refundOf('ORD-1004', 20) });
    await done(run.id);
    await expect(server.app.db.pool.query(`SELECT erase_run($1, '{}', 'quietly')`, [run.id])).rejects.toThrow(
      /the record does not say/,
    );
    await expect(
      server.app.db.pool.query(`UPDATE checkpoint SET payload = NULL WHERE run_id = $1`, [run.id]),
    ).rejects.toThrow(/permission denied/);
    await asSuperuser(
      `SET bulkhead.erasing = 'on'; UPDATE checkpoint SET payload = NULL WHERE run_id = '${run.id}' AND seq = 2`,
    );
    const { body } = await ask('verifyJournals', '/audit/verify/journals?limit=1000', { as: ADMIN });
    expect(body.broken).toEqual([{ runId: run.id, seq: 2, fault: 'emptied' }]);
  });

  it('have all been called', () => {
    expect([...api.called]).toEqual(expect.arrayContaining(Object.keys(ERASE_ENDPOINTS)));
  });
});
