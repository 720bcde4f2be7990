// The outbox and its deliverer over real runs: what is told, when, how often, and what a broken receiver costs the others.
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createMailSender } from '../../adapters/channels/mail-sender';
import { createEgressClient } from '../../adapters/egress/egress-client';
import { callbackEvent } from '../../contract/callback';
import { claimDeliveries } from '../../store/deliveries/claim-deliveries';
import { pruneDeliveries } from '../../store/deliveries/prune-deliveries';
import { settleDelivered, settleFailed } from '../../store/deliveries/settle-delivery';
import { waitUntil } from '../../store/embedded/wait-until';
import { type HookReceiver, startHookReceiver } from '../testing/hook-receiver';
import { APPROVER, OPERATOR, refundOf, startTestServer, type TestServer } from '../testing/test-server';
import { Deliverer } from './deliverer';

let server: TestServer;
let receiver: HookReceiver;

beforeAll(async () => {
  receiver = await startHookReceiver();
  server = await startTestServer({ environment: { BULKHEAD_PRIVATE_HOSTS: `127.0.0.1:${receiver.port}` } });
  const secret = { as: 'key', body: { value: 'first-signing-secret' } };
  await server.call('PUT', '/api/v1/secrets/HOOK_KEY', secret);
});
afterAll(async () => {
  await receiver.close(); // what hangs ends here, or the drain would wait for it
  await server.close();
});
beforeEach(() => {
  receiver.moods.clear();
});

const EVENTS = ['run.finished', 'approval.pending', 'approval.decided'];
async function put(name: string, events = EVENTS): Promise<void> {
  const body = { url: `${receiver.url}/${name}`, events, secretRef: 'HOOK_KEY' };
  const answer = await server.call('PUT', `/api/v1/callbacks/${name}`, { as: 'key', body });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
}
const remove = (name: string) => server.call('DELETE', `/api/v1/callbacks/${name}`, { as: 'key' });
async function start(order: string, amount: number): Promise<string> {
  const { body } = await server.call('POST', '/api/v1/runs', { as: OPERATOR, body: refundOf(order, amount) });
  return body.id;
}
async function decide(runId: string): Promise<void> {
  await server.call('GET', `/api/v1/runs/${runId}?wait=30`, { as: OPERATOR });
  const queue = await server.call('GET', `/api/v1/approvals?run=${runId}`, { as: APPROVER });
  const [{ id, payloadHash }] = queue.body.items;
  const body = { decision: 'approve', payloadHash };
  expect((await server.call('POST', `/api/v1/approvals/${id}/decision`, { as: APPROVER, body })).status).toBe(
    200,
  );
}
const toldTo = (name: string) =>
  receiver.seen
    .filter(({ url }) => url === `/${name}`)
    .map(({ body }) => callbackEvent.parse(JSON.parse(body)));
const log = async (name: string) =>
  (await server.call('GET', `/api/v1/callbacks/${name}/deliveries`, { as: 'key' })).body.items;
const until = async (what: () => Promise<unknown> | unknown) => {
  const done = await waitUntil(async () => Boolean(await what()), { withinMs: 30_000 });
  expect(done).toBe(true);
};

describe('callbacks', () => {
  it('tell of a run that waits, is decided and ends; once each, signed, with no arguments in it', async () => {
    await put('all');
    const runId = await start('ORD-7001', 900);
    await decide(runId);
    await until(() => toldTo('all').length >= 3);
    const told = toldTo('all');
    expect(told.map(({ type }) => type).toSorted()).toEqual([
      'approval.decided',
      'approval.pending',
      'run.finished',
    ]);
    for (const event of told) {
      if (event.type === 'run.finished') expect(event.run).toMatchObject({ id: runId, status: 'succeeded' });
      else if ('approval' in event) expect(event.approval.runId).toBe(runId);
    }
    const [seen] = receiver.seen.filter(({ url }) => url === '/all');
    expect(seen?.body).not.toContain('The lamp came cracked');
    const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(seen?.headers['bulkhead-signature'])) ?? [];
    const expected = createHmac('sha256', 'first-signing-secret').update(`${t}.${seen?.body}`).digest('hex');
    expect(v1).toBe(expected);
    await until(async () =>
      (await log('all')).every(({ status }: { status: string }) => status === 'delivered'),
    );
    await remove('all');
  });

  it('are signed with the present and the former secret while a receiver changes over', async () => {
    await server.call('PUT', '/api/v1/secrets/HOOK_KEY', {
      as: 'key',
      body: { value: 'second-signing-secret' },
    });
    await put('rotating');
    await server.call('POST', '/api/v1/callbacks/rotating/test', { as: 'key' });
    await until(() => toldTo('rotating').length === 1);
    const seen = receiver.seen.find(({ url }) => url === '/rotating');
    expect(String(seen?.headers['bulkhead-signature']).match(/v1=/g)).toHaveLength(2);
    await remove('rotating');
  });

  it('reach a healthy receiver while another one hangs with everything it is sent', async () => {
    receiver.moods.set('/hung', 'hang');
    await put('hung');
    await put('well');
    for (let i = 0; i < 12; i += 1) await server.call('POST', '/api/v1/callbacks/hung/test', { as: 'key' });
    await until(() => receiver.seen.filter(({ url }) => url === '/hung').length >= 4);
    await server.call('POST', '/api/v1/callbacks/well/test', { as: 'key' });
    await until(() => toldTo('well').length === 1);
    expect((await log('hung')).some(({ status }: { status: string }) => status === 'delivered')).toBe(false);
    await remove('hung');
    expect((await log('well'))[0].status).toBe('delivered');
    await remove('well');
  });

  it('are tried again after a refusal, no sooner than the receiver asks, and given up after a day', async () => {
    receiver.moods.set('/busy', 429);
    await put('busy');
    await server.call('POST', '/api/v1/callbacks/busy/test', { as: 'key' });
    await until(async () => (await log('busy'))[0]?.lastStatus === 429);
    const [refused] = await log('busy');
    const waits = Date.parse(refused.nextAttemptAt) - Date.parse(refused.lastAttemptAt);
    expect([refused.status, refused.attempts, waits >= 1_800_000]).toEqual(['pending', 1, true]);
    // As if the day were over when the next attempt fails too.
    await server.app.db.pool.query(
      `UPDATE delivery SET next_attempt_at = now(), gives_up_at = now() WHERE id = $1`,
      [refused.id],
    );
    await until(async () => (await log('busy'))[0].status === 'failed');
    expect((await log('busy'))[0]).toMatchObject({ attempts: 2, lastError: 'The receiver answered 429.' });
    receiver.moods.delete('/busy');
    await server.call('POST', `/api/v1/callbacks/busy/deliveries/${refused.id}/redeliver`, { as: 'key' });
    await until(async () => (await log('busy'))[0].status === 'delivered');
    await remove('busy');
  });

  it('warn once of an approval whose time runs out', async () => {
    await put('warned', ['approval.expiring']);
    const runId = await start('ORD-7002', 950);
    await server.call('GET', `/api/v1/runs/${runId}?wait=30`, { as: OPERATOR });
    // As if most of its time had passed.
    await server.app.db.pool.query(
      `UPDATE approval SET created_at = now() - interval '40 minutes', expires_at = now() + interval '10 minutes'
       WHERE run_id = $1`,
      [runId],
    );
    await until(() => toldTo('warned').length > 0);
    await until(async () => (await log('warned'))[0].status === 'delivered');
    expect(toldTo('warned')).toHaveLength(1);
    expect(await log('warned')).toHaveLength(1);
    const { rows } = await server.app.db.pool.query(
      `SELECT e.data->>'leftMs' AS left FROM approval_event e JOIN approval a ON a.id = e.approval_id
       WHERE a.run_id = $1 AND e.verb = 'warned'`,
      [runId],
    );
    expect(rows).toHaveLength(1);
    expect(Number(rows[0].left)).toBeGreaterThan(500_000);
    await remove('warned');
  });

  it('are not written where nobody wants them, and cancelled with their callback', async () => {
    receiver.moods.set('/leaving', 500);
    await put('leaving', ['run.finished']);
    const runId = await start('ORD-7003', 40);
    await until(async () => (await log('leaving')).length === 1);
    const row = () => server.app.db.prisma.delivery.findMany({ where: { runId } });
    expect((await row()).map(({ event }) => event)).toEqual(['run.finished']);
    await remove('leaving');
    expect((await row())[0]).toMatchObject({ status: 'cancelled', nextAttemptAt: null });
  });
});

describe('the outbox under several processes', () => {
  it('tells a successor of the same name nothing that was queued as the callback was deleted', async () => {
    const { pool } = server.app.db;
    const late = () =>
      pool.query(`INSERT INTO delivery (id, callback, event_id, event, status, created_at, next_attempt_at, gives_up_at)
        VALUES (gen_random_uuid(), 'named-again', gen_random_uuid(), 'test', 'pending', now(), now(), now() + interval '1 day')`);
    const statuses = async () =>
      (await log('named-again')).map(({ status }: { status: string }) => status).toSorted();
    await put('named-again');
    await remove('named-again');
    await late();
    await put('named-again');
    expect(await statuses()).toEqual(['cancelled']);
    await remove('named-again');
    await late();
    await pruneDeliveries(pool);
    const kept = await pool.query(`SELECT status FROM delivery WHERE callback = 'named-again'`);
    expect(kept.rows.map(({ status }) => status)).toEqual(['cancelled', 'cancelled']);
  });

  it('gives one delivery to one of them, and to another when its lease has run out', async () => {
    // Nothing else claims meanwhile: the server's own deliverer has ended.
    await server.app.deliverer?.stop();
    await put('shared');
    for (let i = 0; i < 6; i += 1) await server.call('POST', '/api/v1/callbacks/shared/test', { as: 'key' });
    const { pool } = server.app.db;
    const claim = (leaseMs: number) =>
      claimDeliveries(pool, { perReceiver: 4, most: 64, busy: [], quiet: [], silent: [], leaseMs });
    const both = (await Promise.all([claim(60_000), claim(60_000)])).flat();
    expect(new Set(both.map(({ id }) => id)).size).toBe(both.length);
    const rest = await claim(60_000);
    expect(both.length + rest.length).toBe(6);
    expect(await claim(60_000)).toEqual([]);
    const [first] = both;
    if (first === undefined) throw new Error('something was claimed');
    // A second ago: a time that is kept to the millisecond may be rounded to one that has not come yet.
    await pool.query(`UPDATE delivery SET next_attempt_at = now() - interval '1 second' WHERE id = $1`, [
      first.id,
    ]);
    const [taken] = await claim(60_000);
    expect(taken).toMatchObject({ id: first.id, attempts: 2 });
    // Who lost it has nothing to say any more.
    const late = { status: 500, error: 'late', waitMs: 1, final: false, told: null, owed: null };
    await settleFailed(pool, first, late, () => server.app.ids.timeOrdered());
    const settled = (await log('shared')).find(({ id }: { id: string }) => id === first.id);
    expect(settled).toMatchObject({ lastStatus: null, lastError: null });
    if (taken !== undefined) await settleDelivered(pool, taken, { status: 200, note: null, told: null });
    expect(await claim(60_000)).toEqual([]);
    await remove('shared');
  });

  it('is sent by the next process what the last one had in hand when it was killed', async () => {
    await put('taken-over');
    await server.call('POST', '/api/v1/callbacks/taken-over/test', { as: 'key' });
    const { pool } = server.app.db;
    const [claimed] = await claimDeliveries(pool, {
      perReceiver: 1,
      most: 1,
      busy: [],
      quiet: [],
      silent: [],
      leaseMs: 1,
    });
    expect(claimed?.receiver).toBe('callback:taken-over');
    const egress = createEgressClient({ privateHosts: server.app.privateHosts });
    const next = new Deliverer({ ...server.app, egress, mail: createMailSender(server.app) });
    next.start();
    await until(() => toldTo('taken-over').length === 1);
    await until(async () => (await log('taken-over'))[0].status === 'delivered');
    await next.stop();
    expect((await log('taken-over'))[0].attempts).toBe(2);
  });
});
