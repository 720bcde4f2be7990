// Holds breakers on PostgreSQL to what every breaker store promises, each test through two pools as two processes have them.
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { breakersConformance } from '@/lib/ports/breakers.conformance';
import { breakerProperty } from '@/lib/ports/testing/breaker-property';
import { TEST_ACTOR } from '@/lib/ports/testing/journal-builder';
import { type Database, inTransaction, openDatabase } from '../database';
import { createTestDatabase, type TestDatabase } from '../testing/test-database';
import { setBreaker } from '../write/set-breaker';
import { createBreakerStore } from './breaker-store';

let database: TestDatabase;
let dbs: readonly [Database, Database];
beforeAll(async () => {
  database = await createTestDatabase();
  const open = () => openDatabase({ url: database.appUrl, size: 6 });
  dbs = [open(), open()];
});
afterAll(async () => {
  await Promise.all(dbs.map((db) => db.close()));
  await database.drop();
});

const stores = () =>
  [createBreakerStore(dbs[0].pool, () => 0.1), createBreakerStore(dbs[1].pool, () => 0.9)] as const;
const changesOf = async (key: string) =>
  (
    await dbs[0].pool.query<{ change: string }>(
      `SELECT from_state || ' → ' || to_state AS change FROM breaker_change WHERE key = $1 ORDER BY epoch`,
      [key],
    )
  ).rows.map(({ change }) => change);

const open = async () => ({
  stores: stores(),
  set: async (key: string, to: 'isolated' | 'closed') => {
    await inTransaction(dbs[0], 'set', (tx) =>
      setBreaker(tx, { key, to, by: TEST_ACTOR, reason: 'As it is.' }),
    );
  },
  pass: (ms: number) => pause(ms),
  changes: changesOf,
  close: async () => {
    await dbs[0].pool.query('DELETE FROM breaker_bucket');
    // The app may delete neither breakers nor their record: each test begins with a table of its own making.
    await asOwner('TRUNCATE breaker, breaker_change');
  },
});

breakersConformance('PostgreSQL', open);
breakerProperty('PostgreSQL', open, { histories: 40, acts: 20, passesTime: false });

async function asOwner(text: string): Promise<void> {
  const owner = openDatabase({ url: database.ownerUrl, size: 1 });
  await owner.pool.query(text);
  await owner.close();
}

describe('a person’s word on a breaker', () => {
  it('is recorded with who and why, and the same again changes nothing', async () => {
    const wish = { key: 'model:demo', by: TEST_ACTOR, reason: 'It lies.' } as const;
    const set = (to: 'isolated' | 'closed') =>
      inTransaction(dbs[1], 'set', (tx) => setBreaker(tx, { ...wish, to }));
    expect(await set('isolated')).toBe('closed');
    expect(await set('isolated')).toBeNull();
    expect(await set('closed')).toBe('isolated');
    const { rows } = await dbs[0].pool.query(
      `SELECT from_state, to_state, actor->>'id' AS actor, reason FROM breaker_change WHERE key = 'model:demo' ORDER BY epoch`,
    );
    const by = { actor: TEST_ACTOR.id, reason: 'It lies.' };
    expect(rows).toEqual([
      { from_state: 'closed', to_state: 'isolated', ...by },
      { from_state: 'isolated', to_state: 'closed', ...by },
    ]);
  });
});
