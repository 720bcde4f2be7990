// Knows how an approval that nobody decided goes on to those who are asked next, and its run is told so, in one statement, by the database's clock.
import type { Pool } from 'pg';
import { canonicalJson } from '../../domain/canonical-json';
import type { AskedLevel } from '../../domain/escalation';
import { escalationOf } from '../../domain/escalation-input';
import { runInput } from '../../domain/run-input';
import { PLACE } from './place-input';
import { planName } from './plan-name';

export type LateLevel = {
  readonly id: string;
  readonly run_id: string;
  readonly step: number;
  readonly round: number;
  readonly escalation_level: number;
  readonly escalate_to: readonly AskedLevel[];
  readonly now: string;
};

/**
 * What a level is given: its whole time, a warning of its own, and nobody at it. Votes stay, since the call is the same.
 * @param until of the new level, as SQL.
 */
export const nextLevel = (until: string) => `escalation_level = escalation_level + 1,
  on_expiry = CASE WHEN escalation_level + 1 < jsonb_array_length(escalate_to) THEN 'escalate' ELSE 'reject' END,
  required_role = escalate_to -> escalation_level ->> 'role', expires_at = ${until}, warned_at = NULL,
  claimed_by = NULL, claimed_person = NULL, claimed_until = NULL`;

/** The run's row is locked before the approval's, as everywhere. What was decided, edited or escalated since it was found late stays as it is. */
const ESCALATE = `WITH locked AS MATERIALIZED (
    SELECT id, input_seq, status FROM run WHERE id = $1::uuid FOR NO KEY UPDATE SKIP LOCKED),
  escalated AS (
    UPDATE approval a SET ${nextLevel('$5::timestamptz')} FROM locked
    WHERE a.id = $2::uuid AND a.run_id = locked.id AND a.status = 'pending' AND a.on_expiry = 'escalate' AND a.expires_at <= now()
      AND a.escalation_level = $6 AND a.round = $7 RETURNING a.id),
  wanted AS (SELECT 'escalated' AS type, $3::text AS payload, $4::text AS dedupe_key FROM escalated), ${PLACE}`;

/** @returns false where it was left as it is. @throws what the database throws. */
export async function escalateApproval(pool: Pool, late: LateLevel): Promise<boolean> {
  const { id, run_id, step, round, escalation_level: level, escalate_to: levels, now } = late;
  const input = escalationOf({ approvalId: id, step, level, levels }, Date.parse(now));
  const payload = canonicalJson(runInput.parse(input));
  const values = [run_id, id, payload, `escalated:${id}:${level + 1}`, input.until, level, round];
  const { rowCount } = await pool.query({ name: planName('escalate_approval'), text: ESCALATE, values });
  return rowCount === 1;
}
