// Holds a small seeded installation to the product's own checks, and the questions of the bench to answers.
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sha256Hex } from '../../lib/adapters/system/hash-text';
import { type Database, openDatabase } from '../../lib/store/database';
import { listRuns } from '../../lib/store/read/list-runs';
import { verifyAudit } from '../../lib/store/read/verify-audit';
import { verifyJournals } from '../../lib/store/seals/verify-journals';
import { createTestDatabase, type TestDatabase } from '../../lib/store/testing/test-database';
import { NotEmptyError, type Seeded, seedInstallation } from './seed-installation';

const SIZE = { steps: 4_000, events: 2_000, longSteps: 600 };

let test: TestDatabase;
let db: Database;
let seeded: Seeded;
beforeAll(async () => {
  test = await createTestDatabase();
  seeded = await seedInstallation(test.ownerUrl, SIZE, () => {});
  db = openDatabase({ url: test.appUrl, size: 2 });
}, 60_000);
afterAll(async () => {
  await db.close();
  await test.drop();
});

it('what is seeded is whole by the product’s own checks', async () => {
  const record = await verifyAudit(db, sha256Hex);
  expect(record).toMatchObject({ ok: true, checked: SIZE.events });
  const journals = await verifyJournals(db, sha256Hex, { limit: 10_000 });
  expect(journals).toMatchObject({ runs: seeded.runs, rows: seeded.rows, broken: [], next: null });
  expect(seeded.steps).toBeGreaterThan(SIZE.steps * 0.9);
});

it('runs say what their journals say, and each that waits has its approval', async () => {
  const { rows } = await db.pool.query<{
    cost: number;
    charged: number;
    waiting: number;
    asked: number;
    failed: number;
    letters: number;
  }>(
    `SELECT (SELECT sum(cost_micro_usd) FROM run)::bigint AS cost, (SELECT sum(cost_micro_usd) FROM checkpoint)::bigint AS charged,
       (SELECT count(*) FROM run WHERE status = 'waiting')::int AS waiting, (SELECT count(*) FROM approval WHERE status = 'pending')::int AS asked,
       (SELECT count(*) FROM run WHERE status = 'failed')::int AS failed, (SELECT count(*) FROM dead_letter)::int AS letters`,
  );
  const found = rows[0];
  expect(found?.cost).toBe(found?.charged);
  expect(found?.waiting).toBeGreaterThan(0);
  expect(found?.asked).toBe(found?.waiting);
  expect(found?.failed).toBeGreaterThan(0);
  expect(found?.letters).toBe(found?.failed);
});

it('figures of runs at work are those of their journals, of others those of their rows', async () => {
  const page = await listRuns(db, { status: ['running'], limit: 100 });
  expect(page.items.length).toBeGreaterThan(0);
  for (const run of page.items) expect(run).toMatchObject({ steps: 4, toolCalls: 2 });
  const all = await listRuns(db, { limit: 100 });
  expect(all.items.find(({ id }) => id === seeded.longRun)).toMatchObject({ steps: SIZE.longSteps });
});

it('refuses a database that is in use', async () => {
  await expect(seedInstallation(test.ownerUrl, SIZE, () => {})).rejects.toThrow(NotEmptyError);
  const owner = new Client({ connectionString: test.ownerUrl });
  await owner.connect();
  const { rows } = await owner.query<{ runs: number }>('SELECT count(*)::int AS runs FROM run');
  await owner.end();
  expect(rows[0]?.runs).toBe(seeded.runs);
});
