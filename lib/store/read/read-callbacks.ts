// Knows callbacks and the log of their deliveries, as the wire shows them. Deleted ones are not there.
import { z } from 'zod';
import {
  type CallbackShape,
  callbackShape,
  type DeliveryShape,
  deliveryShape,
  type ListDeliveriesQuery,
} from '../../contract/callback';
import type { Page } from '../../contract/page';
import type { Database } from '../database';
import { type DeliveryRow, listDeliveryRows, readDeliveryRow } from '../deliveries/read-deliveries';
import { storeError } from '../store-errors';
import { decodeCursor, pageFrom } from './cursor';

type Db = Pick<Database, 'pool'>;

const CALLBACK = `SELECT name, version, url, events, secret_ref AS "secretRef", created_at AS "createdAt", created_by AS "createdBy",
    updated_at AS "updatedAt", updated_by AS "updatedBy"
  FROM callback WHERE archived_at IS NULL`;

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
  const row = await readDeliveryRow(db, { kind: 'callback', name: callback }, id);
  return row === null ? null : deliveryOf(callback, row);
}

/** Newest first. */
export function listDeliveries(
  db: Db,
  callback: string,
  query: ListDeliveriesQuery,
): Promise<Page<DeliveryShape>> {
  return listDeliveryRows(db, { kind: 'callback', name: callback }, query, (row) =>
    deliveryOf(callback, row),
  );
}

function deliveryOf(callback: string, { urgent: _urgent, ...row }: DeliveryRow): DeliveryShape {
  return deliveryShape.parse({ ...row, callback });
}

async function rowsOf(db: Db, text: string, values: unknown[]): Promise<unknown[]> {
  try {
    return (await db.pool.query(text, values)).rows;
  } catch (error) {
    throw storeError(error, 'read callbacks');
  }
}
