// Knows how a run ends that can't go on and whose journal can't say so: by its fence alone, all in one statement.
import type { Pool } from 'pg';
import { canonicalJson } from '../../domain/canonical-json';
import type { ClaimedRun } from '../../ports/run-claims';
import type { Condemnation } from '../../ports/run-store';
import { storeError } from '../store-errors';
import { planName } from './plan-name';
import { withoutNul } from './sections';

/**
 * The run's row is taken first, as everywhere; the rest joins it. The figures on the row stay as the last exit left them: only a fold could
 * tell newer ones. What was under way may have happened, so it is unknown, never failed, and charged at what was held for it.
 */
const CONDEMN = `WITH condemned AS (
    UPDATE run SET status = 'failed', waiting = NULL, worker_id = NULL, claimed_at = NULL, due_at = NULL, lost_owners = 0,
      error_code = $3, error_message = $4, finished_at = $5::timestamptz, updated_at = now()
    WHERE id = $1::uuid AND fence = $2 AND status = 'running' RETURNING id, agent, agent_version, error_code, error_message, finished_at),
  lettered AS (
    INSERT INTO dead_letter (id, run_id, agent, agent_version, fingerprint, code, message, state, failed_at)
    SELECT $7::uuid, id, agent, agent_version, $8, error_code, error_message, 'open', finished_at FROM condemned WHERE NOT is_dry_run(id)),
  cancelled AS (
    UPDATE approval a SET status = 'cancelled', decided_at = now() FROM condemned
    WHERE a.run_id = condemned.id AND a.status = 'pending'),
  closed_waits AS (
    UPDATE event_wait w SET status = 'cancelled', ended_at = now() FROM condemned
    WHERE w.run_id = condemned.id AND w.status = 'open'),
  charged AS (
    UPDATE hold h SET settled_at = condemned.finished_at, cost_micro_usd = h.held_micro_usd, estimated = true, outcome = 'lost' FROM condemned
    WHERE h.run_id = condemned.id AND h.settled_at IS NULL),
  aged AS (
    UPDATE window_amount a SET made_at = now() FROM condemned WHERE a.run_id = condemned.id AND a.made_at IS NULL),
  doubtful AS (
    UPDATE effect e SET status = 'unknown', error = $6::json, updated_at = now() FROM condemned
    WHERE e.run_id = condemned.id AND e.status = 'in_progress')
  SELECT id FROM condemned`;

export async function condemnRun(
  pool: Pool,
  { runId, fence }: ClaimedRun,
  { code, message, at, deadLetter }: Condemnation,
): Promise<boolean> {
  const doubt = { code, message: 'The run ended while this was under way.', class: 'unknown' };
  const { id, fingerprint } = deadLetter;
  const values = [runId, fence, code, withoutNul(message), at, canonicalJson(doubt), id, fingerprint];
  try {
    const { rowCount } = await pool.query({ name: planName('condemn_run'), text: CONDEMN, values });
    return rowCount === 1;
  } catch (error) {
    throw storeError(error, 'condemn run');
  }
}
