// Alerts on PostgreSQL: told once for each cause by many processes, resolved and back, and found in what was spent and held.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FactOf, type FoundAlert, foundAlert } from '../../domain/alert';
import { SYSTEM_ACTOR } from '../../domain/principal';
import type { SettledHold } from '../budgets/settled-hold';
import { askOn, transact } from '../budgets/transact';
import { type Database, inTransaction } from '../database';
import { listAlerts } from '../read/list-alerts';
import { alertsNow } from '../read/overview-alerts';
import { type DatabaseHarness, openHarness } from '../runs/testing/harness';
import { acknowledgeAlert } from './acknowledge-alert';
import { dueErrands } from './errands';
import { findLeaked, findSpikes, findUnpriced } from './find-spend-alerts';
import { keepAlerts, lockAlerts } from './keep-alerts';
import { endOverruns, tellOverruns } from './overruns';
import { readUsualSpend, usualSpendOf } from './usual-spend';

let harness: DatabaseHarness;
let processes: readonly Database[];
beforeAll(async () => {
  harness = await openHarness();
  processes = [harness.db, ...[1, 2, 3].map(() => harness.openAnother().db)];
});
afterAll(() => harness.close());
beforeEach(() =>
  harness.asOwner('TRUNCATE alert, callback, delivery, errand, spend_cell, usual_spend, hold'),
);

const spike = (agent: string, costMicroUsd = 1_000_000): FoundAlert =>
  foundAlert(
    { kind: 'spend_spike', agent, hour: '2026-11-27T10:00:00.000Z', costMicroUsd, usualMicroUsd: 10 },
    '2026-11-27',
  );
const keep = (found: readonly FoundAlert[], { pool }: Pick<Database, 'pool'> = harness.db) =>
  transact(pool, 'keep alerts', async (ask) => {
    await lockAlerts(ask);
    return keepAlerts(ask, ['spend_spike'], found, randomUUID);
  });
const all = async () => (await listAlerts(harness.db, { limit: 100 })).items;

describe('a cause', () => {
  it('is one alert and one delivery, however many processes see it at once', async () => {
    await harness.db.pool.query(`INSERT INTO callback (name, version, url, events, secret_ref, created_at, created_by, updated_at, updated_by)
      VALUES ('pager', 1, 'http://localhost', '{alert}', 'KEY', now(), '{}', now(), '{}')`);
    const turns = Array.from({ length: 40 }, (_, i) =>
      keep([spike('a', i + 1), spike('b')], processes[i % 4]),
    );
    await Promise.all(turns);
    const told = await all();
    expect(told.map(({ subject, times, status }) => [subject, times, status]).toSorted()).toEqual([
      ['agent:a', 1, 'open'],
      ['agent:b', 1, 'open'],
    ]);
    const { rows } = await harness.db.pool.query('SELECT event, alert_id AS id FROM delivery');
    expect(rows.map(({ id }) => id).toSorted()).toEqual(told.map(({ id }) => id).toSorted());
  });

  it('is resolved when it is gone, and is the same alert when it comes back, acknowledged as it was', async () => {
    await keep([spike('a'), spike('b')]);
    const [one] = (await all()).filter(({ subject }) => subject === 'agent:a');
    if (one === undefined) throw new Error('it was raised');
    const acknowledged = await inTransaction(harness.db, 'acknowledge', (tx) =>
      acknowledgeAlert(tx, { id: one.id, by: SYSTEM_ACTOR, reason: 'seen' }),
    );
    expect(acknowledged).toEqual({ kind: 'spend_spike', subject: 'agent:a' });
    expect(await keep([spike('b')])).toEqual([one.id]);
    const standing = async () => (await all()).map(({ subject, status, times }) => [subject, status, times]);
    expect(await standing()).toContainEqual(['agent:a', 'resolved', 1]);
    await keep([spike('a', 5_000_000), spike('b')]);
    expect(await standing()).toContainEqual(['agent:a', 'acknowledged', 2]);
    const back = (await all()).find(({ id }) => id === one.id);
    expect(back).toMatchObject({ reason: 'seen', fact: { costMicroUsd: 5_000_000 }, raisedAt: one.raisedAt });
  });

  it('is not written again while nothing about it is new', async () => {
    expect(await keep([spike('a')])).toHaveLength(1);
    expect(await keep([spike('a')])).toEqual([]);
    expect(await keep([spike('a', 2_000_000)])).toHaveLength(1);
  });
});

describe('the list', () => {
  it('goes on where a page ended, and tells by status and kind', async () => {
    for (const agent of ['a', 'b', 'c'])
      await keep([spike('a'), spike('b'), spike('c')].filter((one) => one.cause.includes(`:${agent}@`)));
    const first = await listAlerts(harness.db, { limit: 2 });
    const rest = await listAlerts(harness.db, { limit: 2, cursor: first.nextCursor ?? '' });
    expect([...first.items, ...rest.items].map(({ subject, status }) => [subject, status])).toEqual([
      ['agent:c', 'open'],
      ['agent:b', 'resolved'],
      ['agent:a', 'resolved'],
    ]);
    expect((await listAlerts(harness.db, { status: ['open'], limit: 9 })).items).toHaveLength(1);
    expect((await listAlerts(harness.db, { kind: ['overrun'], limit: 9 })).items).toEqual([]);
  });
});

describe('the overview', () => {
  it('counts what nobody has seen and what is more than worth knowing, critical ones first', async () => {
    await keep([
      foundAlert({ kind: 'spend_breaker', agent: 'fast', costMicroUsd: 2, boundMicroUsd: 1 }, '1'),
      foundAlert({ kind: 'unpriced_usage', called: 'model', name: 'local', calls: 1, tokens: 1 }, '1'),
    ]);
    await keep([spike('seen'), spike('unseen')]);
    expect((await alertsNow(harness.db.pool)).open).toBe(3);
    const seen = (await all()).find(({ subject }) => subject === 'agent:seen');
    await inTransaction(harness.db, 'acknowledge', (tx) =>
      acknowledgeAlert(tx, { id: seen?.id ?? '', by: SYSTEM_ACTOR, reason: null }),
    );
    const { open, newestAt, pressing } = await alertsNow(harness.db.pool);
    const subjects = pressing.map(({ subject }) => subject);
    expect([open, newestAt, subjects]).toEqual([2, pressing[1]?.raisedAt, ['agent:fast', 'agent:unseen']]);
  });
});

describe('an errand', () => {
  it('is given to one of those who ask, and to the next when its time has come again', async () => {
    const errands = [{ name: 'look', everyMs: 60_000 }];
    const ask = () => Promise.all(processes.map(({ pool }) => dueErrands(pool, errands)));
    expect((await ask()).flat()).toEqual(['look']);
    expect((await ask()).flat()).toEqual([]);
    await harness.db.pool.query(`UPDATE errand SET due_at = now()`);
    expect((await ask()).flat()).toEqual(['look']);
  });
});

/** As a merge leaves it. */
const spent = (agent: string, hoursAgo: number, cost: number, tokens = 100, name = 'm') =>
  harness.db.pool.query(
    `INSERT INTO spend_cell SELECT 'all', facet, date_trunc('hour', now()) - $2 * interval '1 hour', '', CASE facet WHEN 'model' THEN $5 ELSE '' END, $1, '-infinity',
       1, 1, $3, $4, $4, 0, 0, 0, 0, 0, 0, 0 FROM unnest(array['all', 'model']) facet
     ON CONFLICT (dimension, facet, hour, value, name, agent, prev_hour) DO UPDATE SET calls = spend_cell.calls + 1,
       cost_micro_usd = spend_cell.cost_micro_usd + excluded.cost_micro_usd, tokens = spend_cell.tokens + excluded.tokens`,
    [agent, hoursAgo, cost, tokens, name],
  );

describe('what was spent', () => {
  it('is a spike where an hour costs ten times what an hour of work usually does', async () => {
    for (let hour = 2; hour < 40; hour += 1) {
      await spent('calm', hour, 20_000);
      await spent('wild', hour, 20_000);
    }
    await spent('calm', 0, 150_000);
    await spent('wild', 0, 210_000);
    await spent('new', 0, 9_000_000);
    await readUsualSpend(harness.db.pool);
    const usual = await usualSpendOf(harness.db.pool, ['agent:wild', 'global', 'agent:nobody']);
    expect(usual.get('agent:wild')).toMatchObject({ activeHours: 38, activeMicroUsd: 760_000, weeks: 0 });
    expect(usual.get('global')).toMatchObject({ activeMicroUsd: 1_520_000 });
    expect(usual.size).toBe(2);
    const found = await findSpikes(askOn(harness.db.pool));
    expect(found.map(({ fact }) => fact)).toMatchObject([
      { kind: 'spend_spike', agent: 'wild', costMicroUsd: 210_000, usualMicroUsd: 20_000 },
    ]);
  });

  it('has no price where tokens cost nothing', async () => {
    await spent('a', 1, 0, 500, 'local');
    await spent('b', 2, 0, 300, 'local');
    await spent('a', 1, 5, 500, 'priced');
    await spent('a', 30, 0, 500, 'long-ago');
    const found = await findUnpriced(askOn(harness.db.pool));
    expect(found.map(({ fact }) => fact)).toEqual([
      { kind: 'unpriced_usage', called: 'model', name: 'local', calls: 2, tokens: 800 },
    ]);
  });
});

describe('a hold', () => {
  it('is leaked when it is open for far longer than its call may last', async () => {
    const { pool } = harness.db;
    await pool.query(
      `INSERT INTO model (name, active_version, latest_version, created_at, updated_at) VALUES ('slow', 1, 1, now(), now())`,
    );
    await pool.query(
      `INSERT INTO model_version VALUES ('slow', 1, '{"timeoutMs": 600000}', 'h', now(), '{}')`,
    );
    const runs = (
      await pool.query<{
        id: string;
      }>(`INSERT INTO run (id, agent, agent_version, status, input, limits, labels, trigger, started_by, created_at, deadline_at, updated_at)
      SELECT gen_random_uuid(), 'refunds', 1, 'queued', '{}', '{}', '{}', '{}', '{}', now(), now(), now() FROM generate_series(1, 2) RETURNING id`)
    ).rows;
    const hold = (at: number, name: string, minutes: number) =>
      pool.query(
        `INSERT INTO hold (run_id, step, attempt, called, name, version, allowances, held_micro_usd, held_at)
         VALUES ($1, $2, 1, 'model', $3, 1, '{}', 70, now() - $4 * interval '1 minute')`,
        [runs[at]?.id, minutes, name, minutes],
      );
    await hold(0, 'slow', 39);
    await hold(1, 'slow', 41);
    await hold(1, 'unknown', 11);
    await hold(0, 'unknown', 9);
    const [found, ...others] = await findLeaked(askOn(pool));
    expect(others).toEqual([]);
    expect(found?.fact).toMatchObject({
      agent: 'refunds',
      holds: 2,
      heldMicroUsd: 140,
      runId: runs[1]?.id,
      step: 41,
    });
    await pool.query('UPDATE hold SET settled_at = now(), cost_micro_usd = 1');
    expect(await findLeaked(askOn(pool))).toEqual([]);
  });
});

describe('an overrun', () => {
  const hold = (name: string, held: number, cost: number): SettledHold => ({
    runId: randomUUID(),
    agent: 'a',
    called: 'model',
    name,
    settledAt: '2026-11-27T10:00:00.000Z',
    allowances: [],
    held,
    cost,
  });
  const tell = (holds: readonly SettledHold[], { pool } = harness.db) =>
    transact(pool, 'count', (ask) => tellOverruns(ask, holds));
  const facts = async () => (await all()).map(({ fact }) => fact as FactOf<'overrun'>); // safe because nothing else is raised here

  it('adds up what calls cost beyond what was held, whoever counts them, until none came for a day', async () => {
    await tell([hold('exact', 5, 5), hold('cheap', 5, 1)]);
    expect(await all()).toEqual([]);
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => tell([hold('x', 10, 13), hold('y', 1, 2)], processes[i % 4])),
    );
    const told = (await facts()).map(({ name, calls, beyondMicroUsd }) => [name, calls, beyondMicroUsd]);
    expect(told.toSorted()).toEqual([
      ['x', 20, 60],
      ['y', 20, 20],
    ]);
    expect(await transact(harness.db.pool, 'end', endOverruns)).toEqual([]);
    await harness.db.pool.query(
      `UPDATE alert SET last_seen_at = now() - interval '25 hours' WHERE subject = 'model:x'`,
    );
    expect(await transact(harness.db.pool, 'end', endOverruns)).toHaveLength(1);
  });
});
