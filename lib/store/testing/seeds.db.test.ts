// Holds what the benches lay out to the present schema, and figures of a short time to reading no more than that time.
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, openDatabase } from '../database';
import { approvalCells, voteCells } from '../review-days/day-cells';
import { planWork } from './plan-work';
import { seedDecisions } from './seed-decisions';
import { seedManyRuns } from './seed-many-runs';
import { seedWaitingCalls } from './seed-waiting-calls';
import { createTestDatabase, type TestDatabase } from './test-database';

const DECISIONS = 6_000;
const DAYS = 60;

let test: TestDatabase;
let db: Database;
beforeAll(async () => {
  test = await createTestDatabase();
  const owner = new Client({ connectionString: test.ownerUrl });
  await owner.connect();
  try {
    await seedManyRuns(owner, 100);
    await seedWaitingCalls(owner, 20);
    await seedDecisions(owner, DECISIONS, DAYS);
  } finally {
    await owner.end();
  }
  db = openDatabase({ url: test.appUrl, size: 2 });
}, 60_000);
afterAll(async () => {
  await db.close();
  await test.drop();
});

it('waiting calls and decisions are laid out', async () => {
  const { rows } = await db.pool.query<{ waiting: number; decided: number }>(
    `SELECT count(*) FILTER (WHERE status = 'pending' AND expires_at > now() + interval '1 hour')::int AS waiting,
       count(*) FILTER (WHERE by_people)::int AS decided FROM approval`,
  );
  expect(rows[0]?.waiting).toBeGreaterThanOrEqual(20);
  expect(rows[0]?.decided).toBeGreaterThan(DECISIONS / 2);
});

it.each([
  ['approvals', approvalCells({ begins: '$1', ends: '$2', now: '$3' }, { condition: 'true' })],
  ['votes', voteCells({ begins: '$1', ends: '$2', now: '$3' }, 'true')],
])('figures of two hours read no others: %s', async (_, statement) => {
  const at = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
  const work = await planWork(db.pool, statement, [
    [at(50), at(30)],
    [at(49), at(29)],
    [false, true],
  ]);
  expect(work.whole).toEqual([]);
  expect(work.looked).toBeLessThan(200);
});
