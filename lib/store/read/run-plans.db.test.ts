// Holds each filter of the runs list to an index: with many runs, none may read the table from end to end. Plans, not times: those are for
// `npm run bench:console`.
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listRunsQuery } from '../../contract/run';
import { type Database, openDatabase } from '../database';
import { type PlanWork, planWork } from '../testing/plan-work';
import { SEEDED_WORDS, seedManyRuns } from '../testing/seed-many-runs';
import { createTestDatabase, type TestDatabase } from '../testing/test-database';
import { encodeCursor } from './cursor';
import { listRuns, listRunsStatement } from './list-runs';

const RUNS = 20_000;
const SEED_MS = 60_000;

let test: TestDatabase;
let db: Database;
beforeAll(async () => {
  test = await createTestDatabase();
  const owner = new Client({ connectionString: test.ownerUrl });
  await owner.connect();
  await seedManyRuns(owner, RUNS);
  await owner.end();
  db = openDatabase({ url: test.appUrl, size: 2 });
}, SEED_MS);
afterAll(async () => {
  await db.close();
  await test.drop();
});

function workFor(filter: Record<string, string>): Promise<PlanWork> {
  const { text, values } = listRunsStatement(listRunsQuery.parse({ limit: 50, ...filter }));
  return planWork(db.pool, text, values);
}

describe('the list of many runs', () => {
  it.each([
    [{}],
    [{ status: 'failed' }],
    [{ status: 'waiting' }],
    [{ status: 'queued,running,waiting' }],
    [{ agent: 'seldom' }],
    [{ agent: 'nobody' }],
    [{ agent: 'refunds', status: 'cancelled' }],
    [{ label: 'team=nights' }],
    [{ label: 'team=nobody' }],
    [{ q: SEEDED_WORDS.common }],
    [{ q: SEEDED_WORDS.seldom }],
    [{ q: SEEDED_WORDS.once.toUpperCase() }],
    [{ q: 'nowhere-to-be-found' }],
    [{ waiting: 'paused' }],
    [{ trigger: 'form' }],
    [{ since: new Date(Date.now() - 3_600_000).toISOString() }],
  ])('is found by an index under %j, and looks at few runs', async (filter) => {
    const { whole, looked } = await workFor(filter);
    expect(whole).toEqual([]);
    expect(looked).toBeLessThan(RUNS / 10);
  });

  it('is as near at its far end', async () => {
    const { items } = await listRuns(
      db,
      listRunsQuery.parse({ until: new Date(Date.now() - 29 * 86_400_000).toISOString(), limit: 1 }),
    );
    const [oldish] = items;
    if (oldish === undefined) throw new Error('the seed reaches back thirty days');
    const cursor = encodeCursor([oldish.createdAt, oldish.id]);
    const { whole, looked } = await workFor({ cursor });
    expect({ whole, few: looked < 500 }).toEqual({ whole: [], few: true });
  });

  it('finds a part of an input, an error and an id, whatever the case', async () => {
    const found = async (q: string) => (await listRuns(db, listRunsQuery.parse({ q }))).items;
    const [only, ...others] = await found(SEEDED_WORDS.once.toUpperCase());
    expect([only?.input, others]).toEqual([expect.objectContaining({ orderId: 'ORD-4243' }), []]);
    expect((await found(only?.id.slice(-9).toUpperCase() ?? '')).map(({ id }) => id)).toContain(only?.id);
    const failed = (await found('550 for order')).map(({ status }) => status);
    expect(new Set(failed)).toEqual(new Set(['failed']));
    expect(await found('100%_sure')).toEqual([]);
  });
});
