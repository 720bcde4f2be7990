// Knows which approvals will soon expire, and which were escalated, and tells the callbacks and channels that want to know, once each.
import type { Pool } from 'pg';
import { LITTLE_TIME } from '../approval-text';
import { storeError } from '../store-errors';

/** While little time is left at a level. Telling the same again adds nothing. */
const LEVEL = `a.id::text || CASE WHEN a.escalation_level > 0 THEN ' ' || a.escalation_level ELSE '' END`;
const EXPIRING = `SELECT tell_callbacks('approval.expiring', ${LEVEL}, a.run_id, a.id),
    tell_channels_of_approval('approval.expiring', ${LEVEL}, a, true) FROM approval a
  WHERE a.status = 'pending' AND NOT a.planted AND a.expires_at > now() AND a.expires_at - now() <= ${LITTLE_TIME}
    AND (EXISTS (SELECT FROM callback WHERE archived_at IS NULL AND 'approval.expiring' = ANY (events))
      OR EXISTS (SELECT FROM channel WHERE archived_at IS NULL AND definition -> 'events' ? 'approval.expiring'))`;

/** In the history once for each level, whoever wants to be told of it; what somebody holds is left until the next time. */
const WARN = `WITH late AS (
    SELECT id FROM approval WHERE status = 'pending' AND warned_at IS NULL AND expires_at > now()
      AND expires_at - now() <= ${LITTLE_TIME} ORDER BY expires_at LIMIT 500 FOR NO KEY UPDATE SKIP LOCKED),
  warned AS (
    UPDATE approval a SET warned_at = now() FROM late WHERE a.id = late.id RETURNING a.id, a.expires_at)
  INSERT INTO approval_event (approval_id, verb, data)
  SELECT id, 'warned', jsonb_build_object('leftMs', (extract(epoch FROM expires_at - now()) * 1000)::bigint) FROM warned`;

/** Once for each level: a level that was passed over before anybody looked is not told of. Nobody is woken for a planted call. */
const ESCALATED = `SELECT tell_channels_of_approval('approval.escalated', a.id::text || ' ' || a.escalation_level, a, NOT a.planted) FROM approval a
  WHERE a.status = 'pending' AND a.escalation_level > 0
    AND EXISTS (SELECT FROM channel WHERE archived_at IS NULL AND definition -> 'events' ? 'approval.escalated')`;

export async function tellExpiring(pool: Pool): Promise<void> {
  try {
    await pool.query({ name: 'warn_expiring', text: WARN });
    await pool.query({ name: 'tell_expiring', text: EXPIRING });
    await pool.query({ name: 'tell_escalated', text: ESCALATED });
  } catch (error) {
    throw storeError(error, 'tell expiring');
  }
}
