// Channels over real runs: who is told what, what waits for the morning, what is not worth a message any more, and what is said where nothing arrives.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MailServer } from '../../adapters/testing/mail-server';
import { claimDeliveries } from '../../store/deliveries/claim-deliveries';
import { type ChannelBench, startChannelBench } from '../testing/channel-bench';
import type { HookReceiver } from '../testing/hook-receiver';
import { quietNow } from '../testing/quiet-now';
import { APPROVER, OPERATOR, refundOf, type TestServer } from '../testing/test-server';
import { attemptDelivery } from './attempt-delivery';

let bench: ChannelBench;
let server: TestServer;
let receiver: HookReceiver;
let mail: MailServer;
beforeAll(async () => {
  bench = await startChannelBench();
  ({ server, receiver, mail } = bench);
});
afterAll(() => bench.close());
beforeEach(() => bench.clear());

const put: ChannelBench['put'] = (...given) => bench.put(...given);
const secret: ChannelBench['secret'] = (...given) => bench.secret(...given);
const ask: ChannelBench['ask'] = (order) => bench.ask(order);
const decide: ChannelBench['decide'] = (approval) => bench.decide(approval);
const told: ChannelBench['told'] = (name) => bench.told(name);
const log: ChannelBench['log'] = (name) => bench.log(name);
const until: ChannelBench['until'] = (what) => bench.until(what);
const hasten: ChannelBench['hasten'] = (name) => bench.hasten(name);

describe('channels', () => {
  it('tell those whom it concerns, with a link and without the arguments', async () => {
    await put('all', { events: ['approval.pending', 'approval.decided'] });
    await put('approvers', {
      roles: ['approver', 'admin'],
      labels: { team: 'support' },
      includeArguments: true,
    });
    await put('admins', { roles: ['admin'], events: ['approval.pending', 'approval.escalated'] });
    await put('others', { agents: ['somebody-else'] });
    await put('sales', { labels: { team: 'sales' } });
    const approval = await ask('ORD-8001');
    await until(() => told('all').length === 1 && told('approvers').length === 1);
    expect(await log('admins')).toEqual([]);
    // As if nobody had decided in time, and administrators were asked now.
    await server.app.db.pool.query(
      `UPDATE approval SET escalation_level = 1, required_role = 'admin' WHERE id = $1`,
      [approval.id],
    );
    await until(() => told('admins').length === 1);
    expect(told('admins')[0]?.event).toBe('approval.escalated');
    await server.app.db.pool.query(`UPDATE approval SET required_role = 'approver' WHERE id = $1`, [
      approval.id,
    ]);
    const history = async () =>
      (await server.call('GET', `/api/v1/approvals/${approval.id}/history`, { as: APPROVER })).body.items
        .filter(({ verb }: { verb: string }) => verb === 'notified')
        .map(({ data }: { data: { channel: string; level: number } }) => `${data.channel} ${data.level}`)
        .toSorted();
    await until(async () => (await history()).length === 3);
    expect(await history()).toEqual(['admins 1', 'all 0', 'approvers 0']);
    await decide(approval);
    await until(() => told('all').length === 2);
    const [first, second] = told('all');
    expect(first).toMatchObject({ event: 'approval.pending', channel: 'all', reasons: expect.any(Array) });
    expect(first?.reasons.length).toBeGreaterThan(0);
    expect(first?.link.url).toBe(`http://localhost:3000/approvals/${approval.id}`);
    const text = JSON.stringify(first);
    expect(text).toContain('900');
    expect(text).not.toContain('ORD-8001');
    expect(JSON.stringify(told('approvers')[0])).toContain('ORD-8001');
    expect(second?.title).toMatch(/^Rejected: /);
    expect(second?.facts.at(-1)?.value).toBe('reject: Not this <b>one</b>');
    for (const name of ['others', 'sales']) expect(await log(name)).toEqual([]);
  });

  it('hold back what does not press, and send in the morning what is still so, without what became a secret', async () => {
    const quietHours = quietNow(Date.now());
    await put('asleep', {
      quietHours,
      includeArguments: true,
      events: ['approval.pending', 'approval.expiring'],
    });
    const [gone, open] = [await ask('ORD-8002'), await ask('ORD-8003-LONGER')];
    await until(async () => (await log('asleep')).length === 2);
    for (const delivery of await log('asleep'))
      expect(delivery).toMatchObject({
        status: 'pending',
        attempts: 0,
        urgent: false,
        heldUntil: expect.any(String),
      });
    // What presses is sent in the middle of the night.
    await server.app.db.pool.query(
      `UPDATE approval SET created_at = now() - interval '40 minutes', expires_at = now() + interval '10 minutes' WHERE id = $1`,
      [open.id],
    );
    await until(() => told('asleep').length === 1);
    expect(told('asleep')[0]?.event).toBe('approval.expiring');
    await decide(gone);
    await secret('LATE', 'ORD-8003-LONGER');
    await put('asleep', { includeArguments: true, events: ['approval.pending', 'approval.expiring'] });
    await until(() => told('asleep').length === 2);
    await until(async () =>
      (await log('asleep')).every(({ status }: { status: string }) => status !== 'pending'),
    );
    const late = told('asleep')[1];
    expect(late?.event).toBe('approval.pending');
    expect(JSON.stringify(late)).toContain('[secret:LATE]');
    expect(JSON.stringify(late)).not.toContain('ORD-8003');
    const dropped = (await log('asleep')).find(
      ({ approvalId }: { approvalId: string }) => approvalId === gone.id,
    );
    expect(dropped).toMatchObject({
      status: 'dropped',
      lastError: 'Nobody was told: by then it was rejected.',
    });
  });

  it('send a mail again after the server refused it for now, the same bytes, and to Slack what it can read', async () => {
    mail.moods.push(451);
    const to = {
      kind: 'email',
      secretRef: 'SMTP',
      from: 'a@example.com',
      to: ['b@example.com'],
      tls: 'optional',
    };
    await put('mail', { url: undefined, ...to });
    await put('slack', { url: undefined, kind: 'slack', secretRef: 'SLACK' });
    const approval = await ask('ORD-8004');
    await until(async () => (await log('mail'))[0]?.lastStatus === 451);
    const kept = async () =>
      (await server.app.db.pool.query('SELECT body FROM delivery WHERE channel = $1', ['mail'])).rows[0].body;
    const before: Buffer = await kept();
    await hasten('mail');
    await until(() => mail.taken.length === 1);
    expect(mail.taken[0]?.raw).toBe(before.toString('utf8'));
    expect(mail.taken[0]).toMatchObject({ from: 'a@example.com', to: ['b@example.com'] });
    expect(mail.taken[0]?.raw.replaceAll('=\r\n', '')).toContain(`/approvals/${approval.id}`);
    await until(async () => (await log('mail'))[0].status === 'delivered');
    expect((await log('mail'))[0]).toMatchObject({ attempts: 2, lastError: null });
    await until(() => receiver.seen.some(({ url }) => url === '/slack'));
    const slack = JSON.parse(receiver.seen.find(({ url }) => url === '/slack')?.body ?? '{}');
    expect(slack.blocks[0]).toMatchObject({ type: 'header', text: { type: 'plain_text' } });
  });

  it('raise an alert where nothing arrives, told by the others and not to itself, until something does', async () => {
    await put('broken', { events: ['approval.pending', 'alert'] });
    await put('watching', { events: ['alert'] });
    receiver.moods.set('/broken', 400);
    await ask('ORD-8005');
    await until(async () => (await log('broken'))[0]?.status === 'failed');
    await until(() => told('watching').length === 1);
    expect(told('watching')[0]).toMatchObject({ event: 'alert', title: 'Alert: delivery failed' });
    expect(told('watching')[0]?.reasons[0]).toContain('The channel broken does not take what it is told');
    expect(told('broken').filter(({ event }) => event === 'alert')).toEqual([]);
    expect(await log('broken')).toHaveLength(1);
    const alerts = async () =>
      (await server.call('GET', '/api/v1/alerts?kind=delivery_failed', { as: 'key' })).body.items;
    expect(await alerts()).toMatchObject([
      {
        subject: 'channel:broken',
        status: 'open',
        fact: { givenUp: true, attempts: 1, receiver: 'channel' },
      },
    ]);
    receiver.moods.clear();
    await server.call('POST', '/api/v1/channels/broken/test', { as: 'key' });
    await until(async () => (await alerts())[0].status === 'resolved');
  });

  it('tell of a run that failed, and of an alert from its severity on', async () => {
    await put('failures', { events: ['run.failed'] });
    await put('critical', { events: ['alert'], leastSeverity: 'critical' });
    const { body: run } = await server.call('POST', '/api/v1/runs', {
      as: OPERATOR,
      body: refundOf('ORD-8006', 40),
    });
    await server.call('GET', `/api/v1/runs/${run.id}?wait=30`, { as: OPERATOR });
    expect(await log('failures')).toEqual([]);
    await server.app.db.pool.query(
      `UPDATE run SET status = 'failed', error_code = 'internal', error_message = 'broke', finished_at = now() WHERE id = $1`,
      [run.id],
    );
    await until(() => told('failures').length === 1);
    expect(told('failures')[0]?.link.url).toContain(`/runs/${run.id}`);
    // Of a kind that nothing resolves by itself.
    const raise = (severity: string) =>
      server.app.db.pool.query(
        `INSERT INTO alert (id, kind, severity, subject, cause, fact, raised_at, last_seen_at) VALUES (gen_random_uuid(), 'secret_seen', $1, 'secret:LATE',
           $1, '{"kind": "secret_seen", "secret": "LATE", "where": "input", "agent": null, "runId": null, "step": null}', now(), now())`,
        [severity],
      );
    await raise('warning');
    await raise('critical');
    await until(() => told('critical').length === 1);
    expect(await log('critical')).toHaveLength(1);
    expect(told('critical')[0]?.title).toBe('Critical alert: secret seen');
  });
});

describe('a process that is killed after it sent and before it said so', () => {
  it('lets the next one send the same bytes under the same id once more', async () => {
    await server.app.deliverer?.stop();
    await put('twice');
    await server.call('POST', '/api/v1/channels/twice/test', { as: 'key' });
    const { app } = server;
    const claim = (leaseMs: number) =>
      claimDeliveries(app.db.pool, { perReceiver: 4, most: 4, busy: [], quiet: [], silent: [], leaseMs });
    const parts = app.deliverer?.parts;
    if (parts === undefined) throw new Error('a worker has a deliverer');
    const mute = new Proxy(app.db.pool, {
      get: (pool, key) =>
        key === 'query'
          ? (query: { name?: string }, ...rest: never[]) =>
              query.name === 'delivered'
                ? Promise.reject(Object.assign(new Error('gone'), { code: 'ECONNRESET' }))
                : pool.query(query as never, ...rest)
          : Reflect.get(pool, key),
    });
    const [first] = await claim(1);
    if (first === undefined) throw new Error('something was claimed');
    await expect(attemptDelivery({ ...parts, db: { ...parts.db, pool: mute } }, first)).rejects.toThrow();
    await until(async () => (await claim(1)).length === 1);
    await hasten('twice');
    const [second] = await claim(60_000);
    if (second === undefined) throw new Error('it was claimed again');
    await attemptDelivery(parts, second);
    const seen = receiver.seen.filter(({ url }) => url === '/twice');
    expect(seen).toHaveLength(2);
    expect(seen[1]?.body).toBe(seen[0]?.body);
    expect(seen[1]?.headers['bulkhead-event-id']).toBe(seen[0]?.headers['bulkhead-event-id']);
    expect((await log('twice'))[0]).toMatchObject({ status: 'delivered' });
  });
});
