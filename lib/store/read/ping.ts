// Knows whether the database answers, in time, and takes writes.
import { StoreUnavailableError } from '../../domain/errors';
import type { Database } from '../database';
import { storeError } from '../store-errors';

/** @throws StoreUnavailableError when it does not answer, or is a read-only standby. */
export async function ping(db: Pick<Database, 'pool'>): Promise<void> {
  try {
    const { rows } = await db.pool.query<{ standby: boolean }>('SELECT pg_is_in_recovery() AS standby');
    if (rows[0]?.standby) throw new StoreUnavailableError('The database is a read-only standby.');
  } catch (error) {
    throw storeError(error, 'ping');
  }
}
