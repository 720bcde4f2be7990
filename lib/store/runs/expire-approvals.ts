// Knows what becomes of an approval that nobody decided: the next are asked or it has expired, and its run is told so, in one transaction each, by
// the database's clock.
import type { Pool } from 'pg';
import { canonicalJson } from '../../domain/canonical-json';
import { StoreUnavailableError } from '../../domain/errors';
import type { OnExpiry } from '../../domain/escalation';
import { SYSTEM_ACTOR } from '../../domain/principal';
import { runInput } from '../../domain/run-input';
import { storeError, wasRolledBack } from '../store-errors';
import { escalateApproval, type LateLevel } from './escalate-approval';
import { PLACE } from './place-input';
import { planName } from './plan-name';

type Late = LateLevel & { readonly asked_hash: string; readonly on_expiry: OnExpiry };

const LATE = `SELECT id, run_id, step, asked_hash, round, on_expiry, escalation_level, escalate_to, now() AS now FROM approval
  WHERE status = 'pending' AND expires_at <= now() AND on_expiry <> 'execute' AND NOT planted ORDER BY expires_at, id LIMIT $1`;

/** The run's row is locked before the approval's, as everywhere; one that somebody holds is left until the next time. */
const EXPIRE = `WITH locked AS MATERIALIZED (
    SELECT id, input_seq, status FROM run WHERE id = $1::uuid FOR NO KEY UPDATE SKIP LOCKED),
  expired AS (
    UPDATE approval a SET status = 'expired', decided_at = $5::timestamptz FROM locked
    WHERE a.id = $2::uuid AND a.run_id = locked.id AND a.status = 'pending' AND a.expires_at <= now() AND a.on_expiry = 'reject' RETURNING a.id),
  wanted AS (SELECT 'decision' AS type, $3::text AS payload, $4::text AS dedupe_key FROM expired), ${PLACE}`;

/** Under which an approval's decision reaches its run at most once, whoever or whatever decides. */
export const decisionKey = (approvalId: string) => `approval:${approvalId}`;

/**
 * One approval that can't be expired does not keep the others from it: it is told to `onFailure`, and tried again the next time.
 * @returns the runs that got an input; an approval that somebody decided in the meantime is left as decided.
 */
export async function expireApprovals(
  pool: Pool,
  limit: number,
  onFailure?: (approvalId: string, cause: Error) => void,
): Promise<string[]> {
  const told: string[] = [];
  for (const late of await lateApprovals(pool, limit)) {
    try {
      const isTold =
        late.on_expiry === 'escalate' ? await escalateApproval(pool, late) : await expire(pool, late);
      if (isTold) told.push(late.run_id);
    } catch (error) {
      const cause = storeError(error, 'expire approval');
      if (cause instanceof StoreUnavailableError && !wasRolledBack(cause.cause)) throw cause;
      onFailure?.(late.id, cause);
    }
  }
  return told;
}

async function expire(pool: Pool, late: Late): Promise<boolean> {
  const values = [late.run_id, late.id, canonicalJson(expiryOf(late)), decisionKey(late.id), late.now];
  const { rowCount } = await pool.query({ name: planName('expire_approval'), text: EXPIRE, values });
  return rowCount === 1;
}

async function lateApprovals(pool: Pool, limit: number): Promise<Late[]> {
  try {
    const late = { name: planName('late_approvals'), text: LATE, values: [limit] };
    return (await pool.query<Late>(late)).rows;
  } catch (error) {
    throw storeError(error, 'expire approvals');
  }
}

function expiryOf(late: Late) {
  return runInput.parse({
    type: 'decision',
    by: SYSTEM_ACTOR,
    approvalId: late.id,
    step: late.step,
    decision: 'expire',
    payloadHash: late.asked_hash,
    arguments: null,
    answer: null,
    reason: null,
    decidedAt: late.now,
  });
}
