// Knows how long the log of deliveries is kept, and that nobody waits for what a deleted receiver was to be told.
import type { Pool } from 'pg';

const KEPT_DAYS = 30;

/** Queued by a transaction that saw the receiver still there, and committed after it was deleted. */
const CANCEL_ORPHANS = `UPDATE delivery d SET status = 'cancelled', next_attempt_at = NULL, settled_at = now()
  WHERE d.status = 'pending' AND (EXISTS (SELECT FROM callback c WHERE c.name = d.callback AND c.archived_at IS NOT NULL)
    OR EXISTS (SELECT FROM channel c WHERE c.name = d.channel AND c.archived_at IS NOT NULL))`;

/** Removes what was settled long ago from the log. */
export async function pruneDeliveries(pool: Pool): Promise<void> {
  await pool.query(CANCEL_ORPHANS);
  await pool.query(`DELETE FROM delivery WHERE settled_at < now() - $1 * interval '1 day'`, [KEPT_DAYS]);
}
