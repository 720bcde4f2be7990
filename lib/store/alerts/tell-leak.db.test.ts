// A leak of the canary on PostgreSQL: one alert a run, whoever tells it, and over a day after somebody has seen it.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SYSTEM_ACTOR } from '../../domain/principal';
import { transact } from '../budgets/transact';
import { inTransaction } from '../database';
import { listAlerts } from '../read/list-alerts';
import { type DatabaseHarness, openHarness } from '../runs/testing/harness';
import { acknowledgeAlert } from './acknowledge-alert';
import { endLeaks, tellLeak } from './tell-leak';

let harness: DatabaseHarness;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness.close());

const all = async () => (await listAlerts(harness.db, { limit: 100 })).items;
const end = () => transact(harness.db.pool, 'end leaks', endLeaks);
const age = () => harness.asOwner(`UPDATE alert SET last_seen_at = now() - interval '2 days'`);

it('is one alert a run, and stands until somebody has seen it', async () => {
  const leak = { runId: randomUUID(), agent: 'refunds', step: 3 };
  const { pool } = harness.db;
  const told = await Promise.all([
    tellLeak(pool, leak, randomUUID()),
    tellLeak(pool, leak, randomUUID()),
    tellLeak(pool, leak, randomUUID()),
  ]);
  expect(told.filter((id) => id !== null)).toHaveLength(1);
  await tellLeak(pool, { ...leak, runId: randomUUID() }, randomUUID());
  expect(await all()).toMatchObject([
    { kind: 'canary_leaked', severity: 'critical', subject: 'agent:refunds' },
    { fact: leak },
  ]);
  await age();
  expect(await end()).toEqual([]);
  const [newest] = await all();
  if (newest === undefined) throw new Error('there is none');
  await inTransaction(harness.db, 'acknowledge', (tx) =>
    acknowledgeAlert(tx, { id: newest.id, by: SYSTEM_ACTOR, reason: 'seen' }),
  );
  expect(await end()).toEqual([newest.id]);
});
