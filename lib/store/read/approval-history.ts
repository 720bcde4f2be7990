// Knows how an agent has done with a tool, and how calls like this one were decided: people's decisions only.
import type { Pool } from 'pg';
import { z } from 'zod';
import { type ApprovalCardShape, approvalCardShape } from '../../contract/approval';

type RecordRow = {
  readonly held: number;
  readonly approved: number;
  readonly edited: number;
  readonly rejected: number;
  readonly expired: number;
  readonly unopposed: number;
  readonly sent: number;
  readonly recent: readonly string[] | null;
};

/**
 * `calls` are effects that were sent plus held calls that were not. Sent ones are counted over this agent's newest 2 000 runs of the period, so
 * that the question costs the same whatever the agent's age.
 */
const RECORD = `WITH held AS (
    SELECT status, asked_arguments IS NOT NULL AS edited, created_at, decided_at FROM approval
    WHERE agent = $1 AND tool = $2 AND kind = 'tool_call' AND status <> 'superseded' AND NOT (planted AND status <> 'pending')
      AND created_at >= now() - interval '30 days'),
  runs AS (
    SELECT id FROM run WHERE agent = $1 AND NOT is_dry_run(id) AND created_at >= now() - interval '30 days' ORDER BY created_at DESC, id DESC LIMIT 2000),
  recent AS (
    SELECT CASE WHEN edited AND status = 'approved' THEN 'edited' ELSE status END AS outcome, decided_at FROM held
    WHERE status IN ('approved', 'rejected', 'expired') ORDER BY decided_at DESC LIMIT 24)
  SELECT count(*)::int AS held,
    count(*) FILTER (WHERE status = 'approved' AND NOT edited)::int AS approved,
    count(*) FILTER (WHERE status = 'approved' AND edited)::int AS edited,
    count(*) FILTER (WHERE status = 'rejected')::int AS rejected,
    count(*) FILTER (WHERE status = 'expired')::int AS expired,
    count(*) FILTER (WHERE status = 'unopposed')::int AS unopposed,
    (SELECT count(*)::int FROM runs JOIN effect e ON e.run_id = runs.id WHERE e.tool = $2) AS sent,
    (SELECT array_agg(outcome ORDER BY decided_at) FROM recent) AS recent
  FROM held`;

export async function readApprovalRecord(
  pool: Pool,
  agent: string,
  tool: string,
): Promise<ApprovalCardShape['record']> {
  const { rows } = await pool.query<RecordRow>({
    name: 'approval_record',
    text: RECORD,
    values: [agent, tool],
  });
  const row = rows[0];
  if (row === undefined) throw new Error('an aggregate answers with one row');
  const { held, approved, edited, rejected, expired, unopposed, sent, recent } = row;
  // A held call that was approved, or that nobody objected to, is sent and counted there.
  const calls = sent + held - approved - edited - unopposed;
  return approvalCardShape.shape.record.parse({
    calls: Math.max(calls, held),
    held,
    approved,
    edited,
    rejected,
    expired,
    unopposed,
    recent: recent ?? [],
  });
}

const SIMILAR = `SELECT a.id, a.status, a.asked_arguments IS NOT NULL AS edited, a.amount, a.amount_unit AS "amountUnit",
    a.decided_at AS "decidedAt",
    (SELECT v.reason FROM approval_decision v WHERE v.approval_id = a.id AND v.reason IS NOT NULL ORDER BY v.at DESC LIMIT 1) AS reason,
    coalesce((SELECT json_agg(v.by ORDER BY v.at) FROM approval_decision v WHERE v.approval_id = a.id AND v.round = a.round), '[]') AS by
  FROM approval a
  WHERE a.tool = $1 AND a.id <> $2 AND NOT a.planted AND a.decided_at IS NOT NULL AND (a.status IN ('approved', 'rejected', 'expired') OR
    a.status = 'answered' AND EXISTS (SELECT 1 FROM approval_decision v WHERE v.approval_id = a.id AND v.round = a.round))
  ORDER BY a.decided_at DESC LIMIT 3`;

/** Decided calls of the same tool, newest first, at most three. A question that a late answer settled was decided by nobody. */
export async function readSimilar(
  pool: Pool,
  tool: string,
  exceptId: string,
): Promise<ApprovalCardShape['similar']> {
  const { rows } = await pool.query({ name: 'approval_similar', text: SIMILAR, values: [tool, exceptId] });
  return z.array(approvalCardShape.shape.similar.element).parse(rows);
}
