// Knows whether the database has the tables that this version needs. The app may not read the history of migrations, so it looks at what they leave.
import type { Database } from '../database';
import { storeError } from '../store-errors';

/** What the newest migration made last; to be changed with each one. */
const NEWEST = ['checkpoint', 'sign_in_throttle'];

/** False before the migrations have been applied. @throws StoreUnavailableError when the database is away. */
export async function isSchemaCurrent(db: Pick<Database, 'pool'>): Promise<boolean> {
  try {
    const { rows } = await db.pool.query<{ current: boolean }>({
      name: 'schema_current',
      text: 'SELECT bool_and(to_regclass(name) IS NOT NULL) AS current FROM unnest($1::text[]) AS name',
      values: [NEWEST],
    });
    return rows[0]?.current ?? false;
  } catch (error) {
    throw storeError(error, 'read schema');
  }
}
