// Knows that the journal needs a partition for each month ahead, and asks the database to make it: the app itself may create no table.
import type { Database } from './database';
import { storeError } from './store-errors';

const MONTHS_AHEAD = 3;

/**
 * Makes the partitions of this month and the next three that are not there yet. @returns how many. To be called at start and once a day; what is
 * missed in between goes to the default partition, so nothing fails without it.
 */
export async function ensureJournalPartitions(db: Pick<Database, 'pool'>): Promise<number> {
  try {
    const { rows } = await db.pool.query<{ made: number }>('SELECT ensure_journal_partitions($1) AS made', [
      MONTHS_AHEAD,
    ]);
    return rows[0]?.made ?? 0;
  } catch (error) {
    throw storeError(error, 'ensure journal partitions');
  }
}
