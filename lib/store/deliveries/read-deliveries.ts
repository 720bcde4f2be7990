// Knows the log of what callbacks and channels were told, newest first, as the wire shows it.
import { z } from 'zod';
import { type Page, timestamp } from '../../contract/page';
import type { DeliveryStatus, ReceiverKind } from '../../domain/delivery';
import type { Database } from '../database';
import { decodeCursor, pageFrom } from '../read/cursor';
import { QueryText } from '../read/query-text';
import { storeError } from '../store-errors';

type Db = Pick<Database, 'pool'>;

export type Receiver = { readonly kind: ReceiverKind; readonly name: string };
export const receiverOf = ({ kind, name }: Receiver): string => `${kind}:${name}`;

export type DeliveryRow = {
  readonly id: string;
  readonly eventId: string;
  readonly event: string;
  readonly runId: string | null;
  readonly approvalId: string | null;
  readonly alertId: string | null;
  readonly seal: number | null;
  readonly urgent: boolean;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  readonly createdAt: string;
  readonly nextAttemptAt: string | null;
  readonly givesUpAt: string;
  readonly lastAttemptAt: string | null;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
  readonly settledAt: string | null;
};

export type DeliveriesQuery = {
  readonly status?: readonly DeliveryStatus[] | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
};

const DELIVERY = `SELECT id, event_id AS "eventId", event, run_id AS "runId", approval_id AS "approvalId", alert_id AS "alertId", seal, urgent, status, attempts,
    created_at AS "createdAt", next_attempt_at AS "nextAttemptAt", gives_up_at AS "givesUpAt", last_attempt_at AS "lastAttemptAt",
    last_status AS "lastStatus", last_error AS "lastError", settled_at AS "settledAt"
  FROM delivery`;

/** Null when there is no such delivery of that receiver. @throws StoreUnavailableError */
export async function readDeliveryRow(db: Db, receiver: Receiver, id: string): Promise<DeliveryRow | null> {
  const rows = await rowsOf(db, `${DELIVERY} WHERE receiver = $1 AND id = $2::uuid`, [
    receiverOf(receiver),
    id,
  ]);
  return rows[0] ?? null;
}

/** Newest first. @throws RequestError invalid_request for a cursor that is none, StoreUnavailableError */
export async function listDeliveryRows<T>(
  db: Db,
  receiver: Receiver,
  { status, limit, cursor }: DeliveriesQuery,
  shapeOf: (row: DeliveryRow) => T,
): Promise<Page<T>> {
  const text = new QueryText();
  text.where((p) => `receiver = ${p}`, receiverOf(receiver));
  if (status !== undefined && status.length > 0) text.where((p) => `status = ANY(${p}::text[])`, status);
  const after = decodeCursor(cursor, z.tuple([timestamp, z.uuid()]));
  if (after) text.where((at, id) => `(created_at, id) < (${at}::timestamptz, ${id}::uuid)`, ...after);
  const most = text.param(limit + 1);
  const rows = await rowsOf(
    db,
    `${DELIVERY} WHERE ${text.conditions} ORDER BY created_at DESC, id DESC LIMIT ${most}`,
    text.values,
  );
  return pageFrom(rows, limit, ({ createdAt, id }) => [createdAt, id], shapeOf);
}

async function rowsOf(db: Db, text: string, values: unknown[]): Promise<DeliveryRow[]> {
  try {
    return (await db.pool.query<DeliveryRow>(text, values)).rows;
  } catch (error) {
    throw storeError(error, 'read deliveries');
  }
}
