// Knows how deliveries are taken for sending: under a lease, a few of each receiver at once, never one that another process has.
import type { Pool } from 'pg';
import type { DeliveredEventName } from '../../domain/callback';
import { type ChannelDefinition, channelDefinition, type NotifiedEvent } from '../../domain/channel';
import { storeError } from '../store-errors';

type Claimed = {
  readonly id: string;
  /** callback:NAME or channel:NAME. */
  readonly receiver: string;
  readonly eventId: string;
  readonly runId: string | null;
  readonly approvalId: string | null;
  readonly alertId: string | null;
  /** The event of the record that sealed. */
  readonly seal: number | null;
  /** ISO 8601: when the event came true. */
  readonly createdAt: string;
  /** With this one; it is also the fence of whoever settles it. */
  readonly attempts: number;
  /** Null before the first attempt. */
  readonly body: Uint8Array | null;
  /** Recipients who do not have it yet, while others have; null: nobody has it, or everybody had it and is sent it again. */
  readonly owed: readonly string[] | null;
};
export type CallbackDelivery = Claimed & {
  readonly kind: 'callback';
  readonly name: string;
  readonly event: DeliveredEventName;
  readonly definition: { readonly url: string; readonly secretRef: string };
};
export type ChannelDelivery = Claimed & {
  readonly kind: 'channel';
  readonly name: string;
  readonly event: NotifiedEvent;
  readonly definition: ChannelDefinition;
};
export type ClaimedDelivery = CallbackDelivery | ChannelDelivery;

export type ClaimOptions = {
  readonly perReceiver: number;
  readonly most: number;
  /** Receivers that have enough in flight here. */
  readonly busy: readonly string[];
  /** Receivers that are told of nothing now but what presses, and those of them that are not told of that either; tests are sent at any time. */
  readonly quiet: readonly string[];
  readonly silent: readonly string[];
  /** When it is due again if nobody says how it went. */
  readonly leaseMs: number;
};

/**
 * Receiver by receiver, so that thousands of deliveries for one never stand before another's. What was held back has its whole time from when it is
 * first sent.
 */
const CLAIM = `UPDATE delivery d SET attempts = d.attempts + 1, last_attempt_at = now(), next_attempt_at = now() + $4 * interval '1 millisecond',
    gives_up_at = CASE WHEN d.attempts = 0 THEN greatest(d.gives_up_at, now() + interval '24 hours') ELSE d.gives_up_at END
  FROM (
    SELECT due.id, r.kind, r.name, r.definition FROM (
      SELECT 'callback' AS kind, name, 'callback:' || name AS receiver, jsonb_build_object('url', url, 'secretRef', secret_ref) AS definition
        FROM callback WHERE archived_at IS NULL
      UNION ALL SELECT 'channel', name, 'channel:' || name, definition FROM channel WHERE archived_at IS NULL) r
    CROSS JOIN LATERAL (
      SELECT id FROM delivery WHERE receiver = r.receiver AND status = 'pending' AND next_attempt_at <= now()
        AND (event = 'test' OR NOT r.receiver = ANY ($5::text[]) OR (urgent AND NOT r.receiver = ANY ($6::text[])))
      ORDER BY next_attempt_at, id LIMIT $1 FOR UPDATE SKIP LOCKED) due
    WHERE NOT r.receiver = ANY ($3::text[])
    LIMIT $2) due
  WHERE d.id = due.id
  RETURNING d.id, d.receiver, due.kind, due.name, due.definition, d.event_id AS "eventId", d.event, d.run_id AS "runId",
    d.approval_id AS "approvalId", d.alert_id AS "alertId", d.seal, d.created_at AS "createdAt", d.attempts, d.body, d.owed`;

export async function claimDeliveries(pool: Pool, options: ClaimOptions): Promise<ClaimedDelivery[]> {
  const { perReceiver, most, busy, quiet, silent, leaseMs } = options;
  try {
    const { rows } = await pool.query<ClaimedDelivery>({
      name: 'claim_deliveries',
      text: CLAIM,
      values: [perReceiver, most, busy, leaseMs, quiet, silent],
    });
    return rows.map((row) =>
      row.kind === 'channel' ? { ...row, definition: channelDefinition.parse(row.definition) } : row,
    );
  } catch (error) {
    throw storeError(error, 'claim deliveries');
  }
}

/** The bytes of all attempts, decided by the first that comes. @returns what is kept. */
export async function keepBody(pool: Pool, id: string, body: Uint8Array): Promise<Uint8Array> {
  try {
    const { rows } = await pool.query<{ body: Uint8Array }>({
      name: 'keep_delivery_body',
      text: 'UPDATE delivery SET body = coalesce(body, $2::bytea) WHERE id = $1 RETURNING body',
      values: [id, body],
    });
    return rows[0]?.body ?? body;
  } catch (error) {
    throw storeError(error, 'keep delivery');
  }
}
