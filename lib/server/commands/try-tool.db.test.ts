// A try of an effect really acts, at most once under its key, also across the death of a process; and the policy holds for it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../store/database';
import { waitUntil } from '../../store/embedded/wait-until';
import { setStop } from '../../store/write/stops';
import { ADMIN, type Asked, ENGINEER, startTestServer, type TestServer } from '../testing/test-server';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const ask = (path: string, asked: Asked) => server.call('POST', `/api/v1${path}`, asked);
const audited = async (entityId: string) => {
  const { rows } = await server.app.db.pool.query(
    "SELECT action, after, reason FROM audit_event WHERE entity_id = $1 AND action <> 'tool.put' ORDER BY seq",
    [entityId],
  );
  return rows as { action: string; after: Record<string, unknown> | null; reason: string | null }[];
};
const definitionOf = async (name: string) =>
  (await server.call('GET', `/api/v1/tools/${name}`, { as: ENGINEER })).body.definition;

describe('a try of an effect', () => {
  const path = '/tools/payments.refund/try';
  const args = (order: string) => ({ order_id: order, amount: 12.5, currency: 'EUR', reason: 'A try' });

  it('really acts, once however often its key comes, and says so', async () => {
    const before = await server.simulator.effects('payments');
    const asked = {
      as: ENGINEER,
      body: { arguments: args('ORD-7101'), confirm: true, reason: 'Does the new key work?' },
      headers: { 'idempotency-key': 'try-7101' },
    };
    const first = await ask(path, asked);
    expect(first.body).toMatchObject({
      outcome: 'succeeded',
      acted: 'yes',
      source: 'call',
      effectKey: 'try-7101',
      words: 'The call was really made and has acted. Bulkhead can not undo it.',
      value: { refund_id: expect.any(String) },
    });
    const second = await ask(path, asked);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(second.body).toEqual(first.body);
    expect(await server.simulator.effects('payments')).toBe(before + 1);
    const ledger = await server.simulator.get('/ledger?service=payments&key=try-7101');
    expect(ledger.body.entries).toMatchObject([{ body: { order_id: 'ORD-7101' } }]);
    const events = (await audited('payments.refund')).slice(-2);
    expect(events).toMatchObject([
      { action: 'tool.try', reason: 'Does the new key work?', after: { effectKey: 'try-7101' } },
      { action: 'tool.tried', after: { acted: 'yes', outcome: 'succeeded' } },
    ]);
  });

  it('whose end is not known is looked up when its key comes again, and not sent twice', async () => {
    const key = 'try-7102';
    const body = { arguments: args('ORD-7102'), confirm: true, reason: 'Before a crash' };
    const asked = { as: ENGINEER, body, headers: { 'idempotency-key': key } };
    await ask(path, asked);
    const after = await server.simulator.effects('payments');
    // As if the process had died before the answer was kept: the key is free again, the audit knows of the try.
    await server.app.db.pool.query('DELETE FROM api_idempotency WHERE key = $1', [key]);
    const early = await ask(path, asked);
    expect(early.body).toMatchObject({ code: 'in_flight' });
    const now = server.app.clock.now;
    Object.assign(server.app.clock, { now: () => now.call(server.app.clock) + 60_000 });
    try {
      const again = await ask(path, asked);
      expect(again.body).toMatchObject({ outcome: 'succeeded', source: 'look_up', acted: 'yes' });
      expect(await server.simulator.effects('payments')).toBe(after);
      await server.app.db.pool.query('DELETE FROM api_idempotency WHERE key = $1', [key]);
      const other = { ...asked, body: { ...body, arguments: args('ORD-7103') } };
      expect((await ask(path, other)).body).toMatchObject({ code: 'idempotency_mismatch' });
      expect(await server.simulator.effects('payments')).toBe(after);
    } finally {
      Object.assign(server.app.clock, { now });
    }
  });

  it('says that it is not known whether it acted when the answer is lost', async () => {
    const asked = {
      as: ENGINEER,
      body: { arguments: args('ORD-7104-LOST'), confirm: true, reason: 'What if the answer is lost?' },
      headers: { 'idempotency-key': 'try-7104' },
    };
    const answer = await ask(path, asked);
    expect(answer.body).toMatchObject({ outcome: 'failed', acted: 'unknown', error: { class: 'unknown' } });
    expect(answer.body.words).toContain('not known');
  });

  it('that the policy leaves to a person needs one who may decide', async () => {
    const definition = { ...(await definitionOf('payments.refund')), risk: 'high' };
    await server.call('PUT', '/api/v1/tools/payments.risky', { as: ENGINEER, body: definition });
    const before = await server.simulator.effects('payments');
    const asked = {
      body: { arguments: args('ORD-7105'), confirm: true, reason: 'A try' },
      headers: { 'idempotency-key': 'try-7105' },
    };
    const refused = await ask('/tools/payments.risky/try', { as: ENGINEER, ...asked });
    expect(refused.body).toMatchObject({ code: 'forbidden', data: { rules: ['default.ask-high-risk'] } });
    expect(await server.simulator.effects('payments')).toBe(before);
    const allowed = await ask('/tools/payments.risky/try', { as: ADMIN, ...asked });
    expect(allowed.body).toMatchObject({ acted: 'yes', policy: { effect: 'ask' } });
  });

  it('waits, as everything does, for a halt to be lifted', async () => {
    const before = await server.simulator.effects('payments');
    const halt = (method: string) =>
      server.call(method, '/api/v1/halt', { as: ADMIN, body: { reason: 'Payments are odd' } });
    expect((await halt('POST')).status).toBeLessThan(300);
    const asked = {
      as: ENGINEER,
      body: { arguments: args('ORD-7106'), confirm: true, reason: 'A try' },
      headers: { 'idempotency-key': 'try-7106' },
    };
    const read = { as: ENGINEER, body: { arguments: { order_id: 'ORD-7106' } } };
    const model = { as: ENGINEER, body: { prompt: 'Hello' } };
    expect((await ask(path, asked)).body).toMatchObject({ code: 'halted' });
    expect((await ask('/tools/payments.lookup/try', read)).body).toMatchObject({ code: 'halted' });
    expect((await ask('/models/sim-refunds/try', model)).body).toMatchObject({ code: 'halted' });
    expect(await server.simulator.effects('payments')).toBe(before);
    await halt('DELETE');
    expect((await ask(path, asked)).body).toMatchObject({ acted: 'yes' });
  });

  it('is not sent when everything was halted between its check and its audit', async () => {
    const before = await server.simulator.effects('payments');
    const { pool } = server.app.db;
    const waiting = async () => {
      const { rows } = await pool.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      );
      return (rows[0]?.n ?? 0) >= 2;
    };
    const effect = {
      as: ENGINEER,
      body: { arguments: args('ORD-7107'), confirm: true, reason: 'A try' },
      headers: { 'idempotency-key': 'try-7107' },
    };
    const by = { kind: 'user', id: ADMIN, label: ADMIN } as const;
    const tries = await inTransaction(server.app.db, 'halt', async (tx) => {
      await tx.$queryRawUnsafe(`SELECT pg_advisory_xact_lock(hashtext('bulkhead:audit'))::text`);
      const begun = [
        ask(path, effect),
        ask('/models/sim-refunds/try', { as: ENGINEER, body: { prompt: 'Hello' } }),
      ];
      expect(await waitUntil(waiting, { withinMs: 30_000 })).toBeDefined();
      await setStop(tx, 'global', by, 'Payments are odd');
      return { begun };
    });
    for (const { body } of await Promise.all(tries.begun)) expect(body).toMatchObject({ code: 'halted' });
    expect(await server.simulator.effects('payments')).toBe(before);
    expect(JSON.stringify(await audited('payments.refund'))).not.toContain('ORD-7107');
    await server.call('DELETE', '/api/v1/halt', { as: ADMIN });
    expect((await ask(path, effect)).body).toMatchObject({ acted: 'yes' });
  });
});
