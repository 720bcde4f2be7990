// Planted calls on a real database: when one is planted, that it looks like any other, can't be carried out, and what deciding it tells.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tellExpiring } from '../../store/deliveries/tell-expiring';
import {
  ADMIN,
  APPROVER,
  OPERATOR,
  refundOf,
  startTestServer,
  type TestServer,
  VIEWER,
} from '../testing/test-server';
import { plantCalls } from './plant-calls';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const get = (path: string, as: typeof ADMIN | typeof APPROVER | typeof VIEWER = ADMIN) =>
  server.call('GET', `/api/v1${path}`, { as });
const owner = (text: string, values: unknown[] = []) => server.app.db.pool.query(text, values);

async function share(plantedShare: number): Promise<void> {
  const settings = await get('/settings');
  const put = await server.call('PUT', '/api/v1/settings', {
    as: ADMIN,
    body: { displayName: null, plantedShare },
    headers: { 'if-match': `"${settings.body.version}"` },
  });
  expect(put.status).toBe(200);
}

/** A refund above the bound that a person lets pass. @returns its approval as decided. */
async function approvedRefund(order: string) {
  const started = await server.call('POST', '/api/v1/runs', { as: OPERATOR, body: refundOf(order, 900) });
  await get(`/runs/${started.body.id}?wait=30`);
  const [asked] = (await get(`/approvals?status=pending&run=${started.body.id}`)).body.items;
  const body = { decision: 'approve', payloadHash: asked.payloadHash };
  await server.call('POST', `/api/v1/approvals/${asked.id}/decision`, { as: APPROVER, body });
  const done = await get(`/runs/${started.body.id}?wait=30`);
  expect(done.body.status).toBe('succeeded');
  return asked;
}

const waiting = async () => (await get('/approvals?status=pending')).body.items;
const decide = (
  as: typeof APPROVER | typeof ADMIN,
  { id, payloadHash }: { id: string; payloadHash: string },
  over: object,
) => server.call('POST', `/api/v1/approvals/${id}/decision`, { as, body: { payloadHash, ...over } });

describe('planted calls', () => {
  let source: { id: string; runId: string; amount: number };
  beforeAll(async () => {
    const { definition, version } = (await get('/agents/refunds')).body;
    const escalateTo = [{ role: 'admin', expiresMs: 3_600_000 }];
    await server.call('PUT', '/api/v1/agents/refunds', {
      as: ADMIN,
      body: { ...definition, escalation: { ...definition.escalation, onExpiry: 'escalate', escalateTo } },
    });
    const body = { version: version + 1 };
    await server.call('POST', '/api/v1/agents/refunds/activate', { as: ADMIN, body });
    source = await approvedRefund('ORD-SEEN-1');
    for (const n of [2, 3, 4, 5, 6]) await approvedRefund(`ORD-SEEN-${n}`);
  });
  beforeEach(() => share(0.2));

  it('are none where the settings say so, and no more than their share of what people decide', async () => {
    await share(0);
    await plantCalls(server.app);
    expect(await waiting()).toEqual([]);
    await share(0.1);
    await plantCalls(server.app);
    // A tenth of six decisions is none yet.
    expect(await waiting()).toEqual([]);
    await share(0.2);
    await plantCalls(server.app);
    await plantCalls(server.app);
    expect(await waiting()).toHaveLength(1);
  });

  it('look like any other call that waits, wrong in one argument', async () => {
    const [planted] = await waiting();
    expect(planted).toMatchObject({
      status: 'pending',
      kind: 'tool_call',
      tool: 'payments.refund',
      planted: null,
    });
    expect(planted.amount).toBeGreaterThan(900);
    expect(planted.reasons.map(({ rule }: { rule: string }) => rule)).toContain('escalation.amountAbove');
    const card = await get(`/approvals/${planted.id}/card`, APPROVER);
    expect(card.body.mayDecide).toEqual({ allowed: true, reason: null });
    expect(card.body.story.length).toBeGreaterThan(1);
    expect(JSON.stringify(card.body)).not.toMatch(/plant(?!ed":null)/i);
  });

  it('stand in no figures of one reviewer, who would see there which it is', async () => {
    const arrived = async (asked: string) =>
      (await get(`/approvals/metrics${asked}`, APPROVER)).body.now.arrived;
    const { id } = (await get('/me', APPROVER)).body;
    expect(await arrived('')).toBe(7);
    expect(await arrived(`?reviewer=${id}`)).toBe(6);
  });

  it('tell no run of a decision: the database refuses it, whoever asks', async () => {
    const [planted] = await waiting();
    await expect(
      owner(
        `INSERT INTO run_input (run_id, input_seq, type, payload, dedupe_key, created_at)
         VALUES ($1, 99, 'decision', convert_to('{}', 'UTF8'), 'approval:' || $2, now())`,
        [planted.runId, planted.id],
      ),
    ).rejects.toThrow('a planted call is never carried out');
  });

  it('are caught by a rejection: told at once, and nothing is sent', async () => {
    const [planted] = await waiting();
    const before = await owner('SELECT count(*)::int AS sent FROM effect');
    const rejected = await decide(APPROVER, planted, { decision: 'reject', reason: 'The order is of 900' });
    expect(rejected.body).toMatchObject({
      status: 'rejected',
      planted: {
        caught: true,
        flaw: expect.stringMatching(/^amount is \d+, where the run asked for 900\.$/),
      },
    });
    const inputs = await owner(`SELECT 1 FROM run_input WHERE dedupe_key = 'approval:' || $1`, [planted.id]);
    expect(inputs.rowCount).toBe(0);
    expect((await owner('SELECT count(*)::int AS sent FROM effect')).rows).toEqual(before.rows);
    expect((await get(`/runs/${planted.runId}`)).body.status).toBe('succeeded');
  });

  it('are missed by an approval, which sends nothing either, and count in no record of the agent', async () => {
    await owner(`UPDATE planted_call SET planted_at = now() - interval '8 days'`);
    await plantCalls(server.app);
    const [planted] = await waiting();
    const before = await owner('SELECT count(*)::int AS sent FROM effect');
    const approved = await decide(APPROVER, planted, { decision: 'approve' });
    expect(approved.body).toMatchObject({ status: 'approved', planted: { caught: false } });
    expect((await owner('SELECT count(*)::int AS sent FROM effect')).rows).toEqual(before.rows);
    const card = await get(`/approvals/${source.id}/card`);
    expect(card.body.record).toMatchObject({ approved: 6, rejected: 0 });
    const considered = (await get('/approvals/considered')).body;
    expect(considered.reviewers).toMatchObject([
      {
        by: { label: 'Grace Lind' },
        planted: 2,
        caught: 1,
        approvals: 6,
        cases: 8,
        score: null,
        below: false,
      },
    ]);
    expect((await get('/approvals/considered', VIEWER)).body.reviewers).toEqual([]);
  });

  it('go on to the next level as any other, and end by themselves after the last', async () => {
    await owner(`UPDATE planted_call SET planted_at = now() - interval '8 days'`);
    await plantCalls(server.app);
    const [planted] = await waiting();
    expect(planted).toMatchObject({
      onExpiry: 'escalate',
      escalateTo: [{ role: 'admin' }],
      escalationLevel: 0,
    });
    const inputs = async () =>
      (await owner(`SELECT FROM run_input WHERE run_id = $1`, [planted.runId])).rowCount;
    const before = await inputs();
    const late = () => owner(`UPDATE approval SET expires_at = now() WHERE id = $1`, [planted.id]);
    const channel = {
      kind: 'webhook',
      url: 'https://pager.example.com',
      events: ['approval.escalated'],
    };
    await server.call('PUT', '/api/v1/channels/pager', { as: ADMIN, body: channel });
    await late();
    await plantCalls(server.app);
    await tellExpiring(server.app.db.pool);
    // Nobody is woken for it.
    const told = await owner(`SELECT urgent FROM delivery WHERE approval_id = $1`, [planted.id]);
    expect(told.rows).toEqual([{ urgent: false }]);
    expect((await get(`/approvals/${planted.id}`)).body).toMatchObject({
      status: 'pending',
      requiredRole: 'admin',
      onExpiry: 'reject',
      escalationLevel: 1,
    });
    const { items } = (await get(`/approvals/${planted.id}/history`)).body;
    expect(items.map(({ verb }: { verb: string }) => verb)).toContain('escalated');
    const input = `INSERT INTO run_input (run_id, input_seq, type, payload, dedupe_key, created_at)
      VALUES ($1, 99, 'escalated', '{}', 'escalated:' || $2 || ':1', now())`;
    await expect(owner(input, [planted.runId, planted.id])).rejects.toThrow('never carried out');
    await late();
    await plantCalls(server.app);
    expect(await inputs()).toBe(before);
    expect((await get(`/approvals/${planted.id}`)).body).toMatchObject({
      status: 'expired',
      planted: { caught: null },
    });
  });

  it('let a reviewer below the bound decide one by one, and not alone', async () => {
    const started = await server.call('POST', '/api/v1/runs', {
      as: OPERATOR,
      body: refundOf('ORD-SEEN-9', 900),
    });
    await get(`/runs/${started.body.id}?wait=30`);
    const [asked] = (await get(`/approvals?status=pending&run=${started.body.id}`)).body.items;
    // Thirty approvals of theirs that were faster than anybody reads.
    const { rows } = await owner(
      `SELECT string_agg(quote_ident(column_name), ', ') AS names FROM information_schema.columns
       WHERE table_name = 'approval' AND is_generated = 'NEVER'`,
    );
    await owner(
      `INSERT INTO approval (${rows[0].names}) SELECT ${rows[0].names} FROM (
         SELECT (jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid()))).*
         FROM approval a, generate_series(1, 30) WHERE a.id = $1) copied`,
      [source.id],
    );
    await owner(
      `INSERT INTO approval_decision (approval_id, round, principal, decision, payload_hash, by, at, on_card_ms)
       SELECT a.id, a.round, v.principal, 'approve', a.payload_hash, v.by, now(), 100
       FROM approval a, approval_decision v WHERE v.approval_id = $1 AND a.run_id = $2 AND NOT a.planted AND a.id <> v.approval_id`,
      [source.id, source.runId],
    );
    const own = (await get('/approvals/considered', APPROVER)).body.reviewers;
    expect(own).toMatchObject([{ timed: 30, hurried: 30, unhurriedShare: 0, score: 0, below: true }]);
    const other = (await get('/approvals?status=approved&limit=1')).body.items[0];
    const items = [asked, other].map(({ id, payloadHash }) => ({ id, payloadHash }));
    const batch = { as: APPROVER, body: { decision: 'approve', items } };
    expect(await server.call('POST', '/api/v1/approvals/decisions', batch)).toMatchObject({
      status: 403,
      body: { detail: expect.stringMatching(/one by one/) },
    });
    const first = await decide(APPROVER, asked, { decision: 'approve', onCardMs: 60_000 });
    expect(first.body).toMatchObject({ status: 'pending', quorum: 2, decisions: [{ decision: 'approve' }] });
    const second = await decide(ADMIN, asked, { decision: 'approve' });
    expect(second.body).toMatchObject({ status: 'approved' });
  });
});
