// Knows how a veto window ends by itself, by the database's clock: the call runs because nobody objected, or a person is asked after all.
import type { Pool } from 'pg';
import { canonicalJson } from '../../domain/canonical-json';
import { StoreUnavailableError } from '../../domain/errors';
import type { WindowEnd } from '../../domain/journal-input';
import { SYSTEM_ACTOR } from '../../domain/principal';
import { runInput } from '../../domain/run-input';
import { storeError, wasRolledBack } from '../store-errors';
import { decisionKey } from './expire-approvals';
import { PLACE } from './place-input';
import { planName } from './plan-name';

type Over = {
  readonly id: string;
  readonly run_id: string;
  readonly step: number;
  readonly asked_hash: string;
  readonly now: string;
  /** Why silence is not enough; null where it is. */
  readonly lost: string | null;
};

const STOP_OF = `s.scope IN ('global', 'agent:' || a.agent)`;
const STANDS = `NOT EXISTS (SELECT FROM stop s WHERE s.lifted_epoch IS NULL AND ${STOP_OF})`;
/** Nobody is at it now. */
const FREE = '(a.claimed_until IS NULL OR a.claimed_until <= now())';
/** Nobody was at it when it ended. */
const UNCLAIMED = '(a.claimed_until IS NULL OR a.claimed_until < a.expires_at)';
const OVER = `a.status = 'pending' AND a.on_expiry = 'execute' AND a.expires_at <= now() AND ${FREE} AND ${STANDS}`;
/** By people: an edit or a vote that waits for others. */
const UNTOUCHED = 'a.round = 1 AND a.quorum = 1';

/** Longer after its end than this nobody may have been able to object: no process of ours was there. */
const SWEPT_WITHIN = `interval '1 minute'`;

/** Channels were to tell of it, and none had tried by its end. By its event, which is one of each receiver's index. */
const ANNOUNCED = `SELECT d.attempts > 1 OR d.attempts = 1 AND d.last_attempt_at < a.expires_at AS tried
    FROM channel c JOIN delivery d ON d.receiver = 'channel:' || c.name AND d.event_id = event_id_of('approval.pending', a.id::text)
    WHERE d.status <> 'cancelled'`;
const UNTOLD = `(SELECT NOT bool_or(told.tried) FROM (${ANNOUNCED}) told)`;

const OVERDUE = `SELECT a.id, a.run_id, a.step, a.asked_hash, now() AS now, CASE
    WHEN EXISTS (SELECT FROM stop s WHERE ${STOP_OF} AND s.lifted_at >= a.expires_at) THEN 'It was stopped when its window ended.'
    WHEN EXISTS (SELECT FROM run_input i WHERE i.run_id = a.run_id AND i.type = 'resume' AND i.created_at >= a.expires_at)
      THEN 'The run stood still when its window ended.'
    WHEN NOT ${UNCLAIMED} OR EXISTS (SELECT FROM approval_event e
      WHERE e.approval_id = a.id AND e.verb = 'released' AND e.at >= a.expires_at) THEN 'Somebody was at it when its window ended.'
    WHEN NOT (${UNTOUCHED}) THEN 'Somebody decided on it, and others were to agree.'
    WHEN a.expires_at + ${SWEPT_WITHIN} < now() THEN 'Nothing was running when its window ended.'
    WHEN ${UNTOLD} THEN 'Nobody had been told when its window ended.'
  END AS lost
  FROM approval a JOIN run r ON r.id = a.run_id
  WHERE ${OVER} AND coalesce(r.waiting ->> 'reason', '') NOT IN ('paused', 'limit') ORDER BY a.expires_at, a.id LIMIT $1`;

/** The run's row is locked before the approval's, as everywhere; one that somebody holds is left until the next time. */
const ending = (status: string, condition: string) => `WITH locked AS MATERIALIZED (
    SELECT id, input_seq, status FROM run WHERE id = $1::uuid FOR NO KEY UPDATE SKIP LOCKED),
  ended AS (
    UPDATE approval a SET status = '${status}', decided_at = $5::timestamptz FROM locked
    WHERE a.id = $2::uuid AND a.run_id = locked.id AND ${condition} RETURNING a.id),
  wanted AS (SELECT 'decision' AS type, $3::text AS payload, $4::text AS dedupe_key FROM ended), ${PLACE}`;

const UNOPPOSED = ending('unopposed', `${OVER} AND ${UNCLAIMED} AND ${UNTOUCHED}`);
const LOST = ending('superseded', OVER);

/** @returns the runs that got an input; what somebody decided, or is at, in the meantime is left as it is. */
export async function endWindows(
  pool: Pool,
  limit: number,
  onFailure?: (approvalId: string, cause: Error) => void,
): Promise<string[]> {
  const told: string[] = [];
  for (const over of await overdueWindows(pool, limit)) {
    try {
      const decision = over.lost === null ? 'unopposed' : 'window_lost';
      const values = [
        over.run_id,
        over.id,
        canonicalJson(endOf(over, decision)),
        decisionKey(over.id),
        over.now,
      ];
      const text = decision === 'unopposed' ? UNOPPOSED : LOST;
      const { rowCount } = await pool.query({ name: planName(`window_${decision}`), text, values });
      if (rowCount === 1) told.push(over.run_id);
    } catch (error) {
      const cause = storeError(error, 'end veto window');
      if (cause instanceof StoreUnavailableError && !wasRolledBack(cause.cause)) throw cause;
      onFailure?.(over.id, cause);
    }
  }
  return told;
}

async function overdueWindows(pool: Pool, limit: number): Promise<Over[]> {
  try {
    const over = { name: planName('overdue_windows'), text: OVERDUE, values: [limit] };
    return (await pool.query<Over>(over)).rows;
  } catch (error) {
    throw storeError(error, 'end veto windows');
  }
}

function endOf(over: Over, decision: WindowEnd) {
  return runInput.parse({
    type: 'decision',
    by: SYSTEM_ACTOR,
    approvalId: over.id,
    step: over.step,
    decision,
    payloadHash: over.asked_hash,
    arguments: null,
    answer: null,
    reason: over.lost,
    decidedAt: over.now,
  });
}
