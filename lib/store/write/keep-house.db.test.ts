// One chore that fails keeps no other from being done, and is named.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DatabaseHarness, openHarness } from '../runs/testing/harness';
import { keepHouse } from './keep-house';

let harness: DatabaseHarness;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness.close());

it('goes on after what fails, and says which it was', async () => {
  await harness.asOwner(`
    INSERT INTO sign_in_throttle (key, failures, window_start) VALUES ('10.0.0.1', 1, now() - interval '9 days');
    ALTER FUNCTION ensure_journal_partitions(int) RENAME TO ensure_later;
    ALTER TABLE breaker_bucket RENAME TO bucket_later`);
  await expect(keepHouse(harness.db)).rejects.toThrow(/journal partitions, breaker buckets/);
  expect((await harness.db.pool.query('SELECT FROM sign_in_throttle')).rowCount).toBe(0);
  await harness.asOwner(`
    ALTER FUNCTION ensure_later(int) RENAME TO ensure_journal_partitions;
    ALTER TABLE bucket_later RENAME TO breaker_bucket`);
  await keepHouse(harness.db);
});

it('forgets policy differences by age and by number, the oldest first, and lets nobody change one', async () => {
  const add = (n: number, daysAgo: number) =>
    harness.db.pool.query(
      `INSERT INTO policy_difference (run_id, seq, version, step, at, agent, tool, decided, said, rules)
       VALUES ('01890000-0000-7000-8000-000000000001', $1, 1, 1, now() - $2::int * interval '1 day', 'a', 't', 'permit', 'deny', '{}')`,
      [n, daysAgo],
    );
  for (const [n, daysAgo] of [
    [1, 91],
    [2, 3],
    [3, 2],
    [4, 1],
  ] as const)
    await add(n, daysAgo);
  const left = async () =>
    (await harness.db.pool.query('SELECT seq FROM policy_difference ORDER BY seq')).rows.map(
      ({ seq }) => seq,
    );
  await keepHouse(harness.db);
  expect(await left()).toEqual([2, 3, 4]);
  await keepHouse(harness.db, 2);
  expect(await left()).toEqual([3, 4]);
  await expect(harness.asOwner(`UPDATE policy_difference SET said = 'permit'`)).rejects.toThrow(
    /append|change/i,
  );
});
