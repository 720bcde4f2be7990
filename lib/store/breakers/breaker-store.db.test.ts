// Holds breakers on PostgreSQL to what every breaker store promises, each test through two processes: this one and one of its own.
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BreakerStore } from '@/lib/ports/breakers';
import { breakersConformance } from '@/lib/ports/breakers.conformance';
import { breakerProperty } from '@/lib/ports/testing/breaker-property';
import { TEST_ACTOR } from '@/lib/ports/testing/journal-builder';
import { type Database, inTransaction, openDatabase } from '../database';
import type { breakerCalls } from '../testing/breaker-process';
import { OtherProcess } from '../testing/other-process';
import { createTestDatabase, type TestDatabase } from '../testing/test-database';
import { setBreaker } from '../write/set-breaker';
import { createBreakerStore } from './breaker-store';

let database: TestDatabase;
let db: Database;
let other: OtherProcess<ReturnType<typeof breakerCalls>>;
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase({ url: database.appUrl, size: 6 });
  other = OtherProcess.start(new URL('../testing/breaker-process.ts', import.meta.url), [database.appUrl]);
});
afterAll(async () => {
  await Promise.all([db.close(), other.kill()]);
  await database.drop();
});

const inTheOther: BreakerStore = {
  read: (...args) => other.call('read', ...args),
  report: (...args) => other.call('report', ...args),
  countsOf: (...args) => other.call('countsOf', ...args),
  open: (...args) => other.call('open', ...args),
  takeProbe: (...args) => other.call('takeProbe', ...args),
  settleProbe: (...args) => other.call('settleProbe', ...args),
};
const stores = () => [createBreakerStore(db.pool, () => 0.1), inTheOther] as const;
const changesOf = async (key: string) =>
  (
    await db.pool.query<{ change: string }>(
      `SELECT from_state || ' → ' || to_state AS change FROM breaker_change WHERE key = $1 ORDER BY epoch`,
      [key],
    )
  ).rows.map(({ change }) => change);

const open = async () => ({
  stores: stores(),
  set: async (key: string, to: 'isolated' | 'closed') => {
    await inTransaction(db, 'set', (tx) => setBreaker(tx, { key, to, by: TEST_ACTOR, reason: 'As it is.' }));
  },
  pass: (ms: number) => pause(ms),
  changes: changesOf,
  close: async () => {
    await db.pool.query('DELETE FROM breaker_bucket');
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
      inTransaction(db, 'set', (tx) => setBreaker(tx, { ...wish, to }));
    expect(await set('isolated')).toEqual({ status: 'set', before: 'closed' });
    expect(await set('isolated')).toEqual({ status: 'same' });
    expect(await set('closed')).toEqual({ status: 'set', before: 'isolated' });
    const { rows } = await db.pool.query(
      `SELECT from_state, to_state, actor->>'id' AS actor, reason FROM breaker_change WHERE key = 'model:demo' ORDER BY epoch`,
    );
    const by = { actor: TEST_ACTOR.id, reason: 'It lies.' };
    expect(rows).toEqual([
      { from_state: 'closed', to_state: 'isolated', ...by },
      { from_state: 'isolated', to_state: 'closed', ...by },
    ]);
  });
});
