// Knows how long events, waits that are over and counts of contacts are kept.
import type { Pool } from 'pg';

/** Longer than any event is kept, so that none is taken for free whose wait is forgotten. */
const ENDED_WAITS_KEPT_DAYS = 60;
/** Who was contacted so long ago may be contacted anew. */
const CONTACTS_KEPT_DAYS = 400;

export async function pruneEvents(pool: Pool): Promise<void> {
  await pool.query('DELETE FROM signal WHERE expires_at < now()');
  await pool.query(`DELETE FROM event_wait WHERE ended_at < now() - $1::int * interval '1 day'`, [
    ENDED_WAITS_KEPT_DAYS,
  ]);
  await pool.query(
    `DELETE FROM contact WHERE updated_at < now() - CASE contacts WHEN '{}' THEN 1 ELSE $1::int END * interval '1 day'`,
    [CONTACTS_KEPT_DAYS],
  );
}
