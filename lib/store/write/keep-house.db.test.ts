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
