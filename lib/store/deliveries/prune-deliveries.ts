// Knows how long the log of deliveries is kept.
import type { Pool } from 'pg';

const KEPT_DAYS = 30;

/** Removes what was settled long ago from the log. */
export async function pruneDeliveries(pool: Pool): Promise<void> {
  await pool.query(`DELETE FROM callback_delivery WHERE settled_at < now() - $1 * interval '1 day'`, [
    KEPT_DAYS,
  ]);
}
