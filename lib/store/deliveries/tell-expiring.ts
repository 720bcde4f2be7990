// Knows which approvals will soon expire, and which were escalated, and tells the callbacks and channels that want to know, once each.
import type { Pool } from 'pg';
import { storeError } from '../store-errors';

/** In the last quarter of its time, or the last 15 minutes where that is later. Telling the same again adds nothing. */
const EXPIRING = `SELECT tell_callbacks('approval.expiring', a.id::text, a.run_id, a.id),
    tell_channels_of_approval('approval.expiring', a.id::text || CASE WHEN a.escalation_level > 0 THEN ' ' || a.escalation_level ELSE '' END, a, true) FROM approval a
  WHERE a.status = 'pending' AND a.expires_at > now() AND a.expires_at <= now() + interval '15 minutes'
    AND a.expires_at - now() <= (a.expires_at - a.created_at) / 4
    AND (EXISTS (SELECT FROM callback WHERE archived_at IS NULL AND 'approval.expiring' = ANY (events))
      OR EXISTS (SELECT FROM channel WHERE archived_at IS NULL AND definition -> 'events' ? 'approval.expiring'))`;

/** Once for each level: a level that was passed over before anybody looked is not told of. */
const ESCALATED = `SELECT tell_channels_of_approval('approval.escalated', a.id::text || ' ' || a.escalation_level, a, true) FROM approval a
  WHERE a.status = 'pending' AND a.escalation_level > 0
    AND EXISTS (SELECT FROM channel WHERE archived_at IS NULL AND definition -> 'events' ? 'approval.escalated')`;

export async function tellExpiring(pool: Pool): Promise<void> {
  try {
    await pool.query({ name: 'tell_expiring', text: EXPIRING });
    await pool.query({ name: 'tell_escalated', text: ESCALATED });
  } catch (error) {
    throw storeError(error, 'tell expiring');
  }
}
