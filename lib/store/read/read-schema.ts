// Knows whether the database has the shape that this version needs. The app may not read the history of migrations, so it looks at what they leave.
import type { Database } from '../database';
import { storeError } from '../store-errors';

/** What the newest migration made last; to be changed with each one. */
const NEWEST = { table: 'bulk_action', constraint: 'bulk_action_filter_not_empty' };

/** False before the migrations have been applied. @throws StoreUnavailableError when the database is away. */
export async function isSchemaCurrent(db: Pick<Database, 'pool'>): Promise<boolean> {
  try {
    const { rows } = await db.pool.query<{ current: boolean }>({
      name: 'schema_current',
      text: `SELECT EXISTS (SELECT FROM pg_constraint WHERE conrelid = to_regclass($1) AND conname = $2) AS current`,
      values: [NEWEST.table, NEWEST.constraint],
    });
    return rows[0]?.current ?? false;
  } catch (error) {
    throw storeError(error, 'read schema');
  }
}
