// Knows how long the log of deliveries is kept, and that nobody waits for what a deleted callback was to be told.
import type { Pool } from 'pg';

const KEPT_DAYS = 30;

/** Queued by a transaction that saw the callback still there, and committed after it was deleted. */
const CANCEL_ORPHANS = `UPDATE callback_delivery d SET status = 'cancelled', next_attempt_at = NULL, settled_at = now()
  FROM callback c WHERE c.name = d.callback AND c.archived_at IS NOT NULL AND d.status = 'pending'`;

/** Removes what was settled long ago from the log. */
export async function pruneDeliveries(pool: Pool): Promise<void> {
  await pool.query(CANCEL_ORPHANS);
  await pool.query(`DELETE FROM callback_delivery WHERE settled_at < now() - $1 * interval '1 day'`, [
    KEPT_DAYS,
  ]);
}
