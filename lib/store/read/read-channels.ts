// Knows channels and the log of what was sent through them, as the wire shows both. Deleted ones are not there.
import { z } from 'zod';
import {
  type ChannelDeliveryShape,
  type ChannelShape,
  channelDeliveryShape,
  channelShape,
  type ListChannelDeliveriesQuery,
} from '../../contract/channel';
import type { Page } from '../../contract/page';
import { quietHours, quietUntil } from '../../domain/quiet-hours';
import type { Database } from '../database';
import { type DeliveryRow, listDeliveryRows, readDeliveryRow } from '../deliveries/read-deliveries';
import { storeError } from '../store-errors';
import { decodeCursor, pageFrom } from './cursor';

type Db = Pick<Database, 'pool'>;

const CHANNEL = `SELECT name, version, definition, created_at AS "createdAt", created_by AS "createdBy", updated_at AS "updatedAt",
    updated_by AS "updatedBy"
  FROM channel WHERE archived_at IS NULL`;

type Row = { readonly name: string; readonly definition: { readonly quietHours?: unknown } };

/** Null when there is none of that name. @param nowMs epoch ms. @throws StoreUnavailableError */
export async function readChannel(db: Db, name: string, nowMs: number): Promise<ChannelShape | null> {
  const [row] = await rowsOf(db, `${CHANNEL} AND name = $1`, [name]);
  return row === undefined ? null : shapeOf(row, nowMs);
}

/** By name. @throws StoreUnavailableError */
export async function listChannels(
  db: Db,
  query: { readonly limit: number; readonly cursor?: string | undefined },
  nowMs: number,
): Promise<Page<ChannelShape>> {
  const [after] = decodeCursor(query.cursor, z.tuple([z.string().max(80)])) ?? [''];
  const rows = await rowsOf(db, `${CHANNEL} AND name > $1 ORDER BY name LIMIT $2`, [after, query.limit + 1]);
  return pageFrom(
    rows,
    query.limit,
    ({ name }) => [name],
    (row) => shapeOf(row, nowMs),
  );
}

type Told = Pick<ChannelShape, 'name' | 'quietUntil' | 'quietHours'>;

/** Null when there is no such delivery of that channel. @throws StoreUnavailableError */
export async function readChannelDelivery(
  db: Db,
  channel: Told,
  id: string,
): Promise<ChannelDeliveryShape | null> {
  const row = await readDeliveryRow(db, { kind: 'channel', name: channel.name }, id);
  return row === null ? null : deliveryOf(channel, row);
}

/** Newest first. @throws StoreUnavailableError */
export function listChannelDeliveries(
  db: Db,
  channel: Told,
  query: ListChannelDeliveriesQuery,
): Promise<Page<ChannelDeliveryShape>> {
  const of = { kind: 'channel', name: channel.name } as const;
  return listDeliveryRows(db, of, query, (row) => deliveryOf(channel, row));
}

function shapeOf({ definition, ...row }: Row, nowMs: number): ChannelShape {
  const hours = definition.quietHours;
  const endMs = hours === undefined ? null : quietUntil(quietHours.parse(hours), nowMs);
  return channelShape.parse({
    ...row,
    ...definition,
    quietUntil: endMs === null ? null : new Date(endMs).toISOString(),
  });
}

function deliveryOf({ name, quietUntil, quietHours }: Told, row: DeliveryRow): ChannelDeliveryShape {
  const passes = row.event === 'test' || (row.urgent && quietHours?.urgentPasses !== false);
  return channelDeliveryShape.parse({
    ...row,
    channel: name,
    heldUntil: row.status === 'pending' && !passes ? quietUntil : null,
  });
}

async function rowsOf(db: Db, text: string, values: unknown[]): Promise<Row[]> {
  try {
    return (await db.pool.query<Row>(text, values)).rows;
  } catch (error) {
    throw storeError(error, 'read channels');
  }
}
