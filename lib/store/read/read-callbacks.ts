// Knows callbacks and the log of their deliveries, as the wire shows them. Deleted ones are not there.
import { z } from 'zod';
import {
  type CallbackShape,
  callbackShape,
  type DeliveryShape,
  deliveryShape,
  type ListDeliveriesQuery,
} from '../../contract/callback';
import { type Page, timestamp } from '../../contract/page';
import type { Database } from '../database';
import { storeError } from '../store-errors';
import { decodeCursor, pageFrom } from './cursor';
import { QueryText } from './query-text';

type Db = Pick<Database, 'pool'>;

const CALLBACK = `SELECT name, version, url, events, secret_ref AS "secretRef", created_at AS "createdAt", created_by AS "createdBy",
    updated_at AS "updatedAt", updated_by AS "updatedBy"
  FROM callback WHERE archived_at IS NULL`;

const DELIVERY = `SELECT id, callback, event_id AS "eventId", event, run_id AS "runId", approval_id AS "approvalId", alert_id AS "alertId", status, attempts,
    created_at AS "createdAt", next_attempt_at AS "nextAttemptAt", gives_up_at AS "givesUpAt", last_attempt_at AS "lastAttemptAt",
    last_status AS "lastStatus", last_error AS "lastError", settled_at AS "settledAt"
  FROM callback_delivery`;

/** Null when there is none of that name. */
export async function readCallback(db: Db, name: string): Promise<CallbackShape | null> {
  const [row] = await rowsOf(db, `${CALLBACK} AND name = $1`, [name]);
  return row === undefined ? null : callbackShape.parse(row);
}

/** By name. */
export async function listCallbacks(
  db: Db,
  query: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<CallbackShape>> {
  const [after] = decodeCursor(query.cursor, z.tuple([z.string().max(80)])) ?? [''];
  const rows = await rowsOf(db, `${CALLBACK} AND name > $1 ORDER BY name LIMIT $2`, [after, query.limit + 1]);
  const callbacks = rows.map((row) => callbackShape.parse(row));
  return pageFrom(
    callbacks,
    query.limit,
    ({ name }) => [name],
    (callback) => callback,
  );
}

/** Null when there is no such delivery of that callback. */
export async function readDelivery(db: Db, callback: string, id: string): Promise<DeliveryShape | null> {
  const [row] = await rowsOf(db, `${DELIVERY} WHERE callback = $1 AND id = $2::uuid`, [callback, id]);
  return row === undefined ? null : deliveryShape.parse(row);
}

/** Newest first. */
export async function listDeliveries(
  db: Db,
  callback: string,
  { status, limit, cursor }: ListDeliveriesQuery,
): Promise<Page<DeliveryShape>> {
  const text = new QueryText();
  text.where((p) => `callback = ${p}`, callback);
  if (status !== undefined && status.length > 0) text.where((p) => `status = ANY(${p}::text[])`, status);
  const after = decodeCursor(cursor, z.tuple([timestamp, z.uuid()]));
  if (after) text.where((at, id) => `(created_at, id) < (${at}::timestamptz, ${id}::uuid)`, ...after);
  const most = text.param(limit + 1);
  const rows = await rowsOf(
    db,
    `${DELIVERY} WHERE ${text.conditions} ORDER BY created_at DESC, id DESC LIMIT ${most}`,
    text.values,
  );
  const deliveries = rows.map((row) => deliveryShape.parse(row));
  return pageFrom(
    deliveries,
    limit,
    ({ createdAt, id }) => [createdAt, id],
    (delivery) => delivery,
  );
}

async function rowsOf(db: Db, text: string, values: unknown[]): Promise<unknown[]> {
  try {
    return (await db.pool.query(text, values)).rows;
  } catch (error) {
    throw storeError(error, 'read callbacks');
  }
}
