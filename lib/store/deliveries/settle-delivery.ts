// Knows how an attempt ends: delivered, dropped, to be tried again, or given up; only whoever made the attempt may say so.
import type { Pool } from 'pg';
import { type FactOf, foundAlert } from '../../domain/alert';
import type { ReceiverKind } from '../../domain/delivery';
import { lockAlerts, raiseAlerts } from '../alerts/keep-alerts';
import { transact } from '../budgets/transact';
import { withoutNul } from '../runs/sections';
import { storeError } from '../store-errors';

export type Attempt = {
  readonly id: string;
  readonly kind: ReceiverKind;
  readonly name: string;
  readonly event: string;
  readonly attempts: number;
};

export type TakenMessage = {
  readonly status: number | null;
  /** What else is to know of it. */
  readonly note: string | null;
  /** Whom it was taken for; null where the receiver names nobody. */
  readonly told: readonly string[] | null;
};

export type FailedAttempt = {
  /** Null where no answer came. */
  readonly status: number | null;
  readonly error: string;
  readonly waitMs: number;
  /** Another attempt would be refused as well. */
  readonly final: boolean;
  /** Whom it was taken for all the same; null: nobody. */
  readonly told: readonly string[] | null;
  /** Who does not have it yet, where others have; null: as it was before this attempt. */
  readonly owed: readonly string[] | null;
};

/** What takes so many attempts is told, while it is tried on. */
const TOLD_AFTER = 4;

/** That people were told of an approval stands in its history, once for each message that a receiver took, for all or for some. */
const NOTED = `INSERT INTO approval_event (approval_id, verb, data)
    SELECT a.id, 'notified', jsonb_strip_nulls(jsonb_build_object('channel', s.channel, 'to', to_jsonb(s.told), 'level', a.escalation_level))
    FROM settled s JOIN approval a ON a.id = s.approval_id WHERE s.channel IS NOT NULL AND s.event <> 'approval.decided'`;

/** What the receiver takes again is not wrong any more. */
const DELIVERED = `WITH settled AS (UPDATE delivery SET status = 'delivered', next_attempt_at = NULL, settled_at = now(), last_status = $3, last_error = $4, owed = NULL
    WHERE id = $1 AND attempts = $2 AND status = 'pending' RETURNING receiver, channel, event, approval_id, $5::text[] AS told),
  noted AS (${NOTED} AND s.told IS DISTINCT FROM '{}')
  UPDATE alert SET resolved_at = now() FROM settled
  WHERE alert.kind = 'delivery_failed' AND alert.subject = settled.receiver AND alert.resolved_at IS NULL RETURNING alert.id`;

const DROPPED = `UPDATE delivery SET status = 'dropped', next_attempt_at = NULL, settled_at = now(), last_status = NULL, last_error = $3
  WHERE id = $1 AND attempts = $2 AND status = 'pending'`;

/** Given up where the next attempt would come too late, by the database's clock. */
const FAILED = `WITH settled AS (UPDATE delivery d SET status = CASE WHEN late THEN 'failed' ELSE 'pending' END,
    next_attempt_at = CASE WHEN NOT late THEN next.at END, settled_at = CASE WHEN late THEN now() END,
    last_status = $3, last_error = $4, owed = coalesce($7::text[], d.owed)
  FROM (SELECT now() + $5 * interval '1 millisecond' AS at) next,
    LATERAL (SELECT $6 OR next.at > gives_up_at AS late FROM delivery WHERE id = $1) judged
  WHERE d.id = $1 AND d.attempts = $2 AND d.status = 'pending'
  RETURNING d.status, d.channel, d.event, d.approval_id, $8::text[] AS told),
  noted AS (${NOTED} AND s.told IS NOT NULL)
  SELECT status, now()::date::text AS day FROM settled`;

/** @returns the ids of the alerts that it resolved. */
export async function settleDelivered(
  pool: Pool,
  { id, attempts }: Attempt,
  { status, note, told }: TakenMessage,
): Promise<string[]> {
  try {
    const values = [id, attempts, status, note === null ? null : withoutNul(note), told];
    const { rows } = await pool.query<{ id: string }>({ name: 'delivered', text: DELIVERED, values });
    return rows.map((alert) => alert.id);
  } catch (error) {
    throw storeError(error, 'settle delivery');
  }
}

/** Not true any more: nobody is told. */
export async function settleDropped(pool: Pool, { id, attempts }: Attempt, note: string): Promise<void> {
  try {
    await pool.query({ name: 'dropped', text: DROPPED, values: [id, attempts, withoutNul(note)] });
  } catch (error) {
    throw storeError(error, 'settle delivery');
  }
}

/** An alert says so, in the same transaction, where it was given up or tried often. @returns whether it is given up, and the alerts that were written. */
export async function settleFailed(
  pool: Pool,
  attempt: Attempt,
  { status, error, waitMs, final, told, owed }: FailedAttempt,
  nextId: () => string,
): Promise<{ readonly givenUp: boolean; readonly alertIds: readonly string[] }> {
  const { id, attempts, kind, name, event } = attempt;
  return transact(pool, 'settle delivery', async (ask) => {
    const said = withoutNul(error);
    const [row] = await ask<{ status: string; day: string }>('delivery_failed', FAILED, [
      id,
      attempts,
      status,
      said,
      waitMs,
      final,
      owed,
      told,
    ]);
    if (row === undefined) return { givenUp: false, alertIds: [] };
    const givenUp = row.status === 'failed';
    if (!givenUp && attempts < TOLD_AFTER) return { givenUp, alertIds: [] };
    const fact: FactOf<'delivery_failed'> = {
      kind: 'delivery_failed',
      receiver: kind,
      name,
      event,
      attempts,
      givenUp,
      error: said,
    };
    await lockAlerts(ask);
    return { givenUp, alertIds: await raiseAlerts(ask, [foundAlert(fact, row.day)], nextId) };
  });
}
