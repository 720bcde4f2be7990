// Knows how deliveries are taken for sending: under a lease, a few of each callback at once, never one that another process has.
import type { Pool } from 'pg';
import type { DeliveredEventName } from '../../domain/callback';
import { storeError } from '../store-errors';

export type ClaimedDelivery = {
  readonly id: string;
  readonly callback: string;
  readonly eventId: string;
  readonly event: DeliveredEventName;
  readonly runId: string | null;
  readonly approvalId: string | null;
  readonly alertId: string | null;
  /** ISO 8601: when the event came true. */
  readonly createdAt: string;
  /** With this one; it is also the fence of whoever settles it. */
  readonly attempts: number;
  /** Null before the first attempt. */
  readonly body: Uint8Array | null;
  readonly url: string;
  readonly secretRef: string;
};

export type ClaimOptions = {
  readonly perCallback: number;
  readonly most: number;
  /** Callbacks that have enough in flight here. */
  readonly busy: readonly string[];
  /** When it is due again if nobody says how it went. */
  readonly leaseMs: number;
};

/** Callback by callback, so that thousands of deliveries for one receiver never stand before another's. */
const CLAIM = `UPDATE callback_delivery d SET attempts = d.attempts + 1, last_attempt_at = now(),
    next_attempt_at = now() + $4 * interval '1 millisecond'
  FROM (
    SELECT due.id, c.url, c.secret_ref FROM callback c CROSS JOIN LATERAL (
      SELECT id FROM callback_delivery WHERE callback = c.name AND status = 'pending' AND next_attempt_at <= now()
      ORDER BY next_attempt_at, id LIMIT $1 FOR UPDATE SKIP LOCKED) due
    WHERE c.archived_at IS NULL AND NOT c.name = ANY ($3::text[])
    LIMIT $2) due
  WHERE d.id = due.id
  RETURNING d.id, d.callback, d.event_id AS "eventId", d.event, d.run_id AS "runId", d.approval_id AS "approvalId",
    d.alert_id AS "alertId", d.created_at AS "createdAt", d.attempts, d.body, due.url, due.secret_ref AS "secretRef"`;

export async function claimDeliveries(pool: Pool, options: ClaimOptions): Promise<ClaimedDelivery[]> {
  const { perCallback, most, busy, leaseMs } = options;
  try {
    const { rows } = await pool.query<ClaimedDelivery>({
      name: 'claim_deliveries',
      text: CLAIM,
      values: [perCallback, most, busy, leaseMs],
    });
    return rows;
  } catch (error) {
    throw storeError(error, 'claim deliveries');
  }
}

/** The bytes of all attempts, decided by the first that comes. @returns what is kept. */
export async function keepBody(pool: Pool, id: string, body: Uint8Array): Promise<Uint8Array> {
  try {
    const { rows } = await pool.query<{ body: Uint8Array }>({
      name: 'keep_delivery_body',
      text: 'UPDATE callback_delivery SET body = coalesce(body, $2::bytea) WHERE id = $1 RETURNING body',
      values: [id, body],
    });
    return rows[0]?.body ?? body;
  } catch (error) {
    throw storeError(error, 'keep delivery');
  }
}
