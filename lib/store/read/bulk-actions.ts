// Knows bulk actions as they are watched: how far, for whom, what failed and why; and which runs are still to do.
import { z } from 'zod';
import {
  type BulkDetail,
  type BulkItemShape,
  type BulkItemsQuery,
  type BulkShape,
  bulkItem,
  bulkShape,
  MOST_FAILURES_SHOWN,
} from '../../contract/bulk';
import { countingNumber, type Page } from '../../contract/page';
import type { Database } from '../database';
import { storeError } from '../store-errors';
import { decodeCursor, pageFrom } from './cursor';
import { QueryText } from './query-text';

type Pooled = Pick<Database, 'pool'>;

type BulkRow = Omit<BulkShape, 'stopped'> & { stoppedBy: unknown; stoppedReason: string | null };

const BULK = `SELECT id, action, filter, reason, state, total, done, skipped, failed, asked_by AS "askedBy", created_at AS "createdAt",
  finished_at AS "finishedAt", stopped_by AS "stoppedBy", stopped_reason AS "stoppedReason" FROM bulk_action`;

function toShape({ stoppedBy, stoppedReason, ...row }: BulkRow): BulkShape {
  return bulkShape.parse({
    ...row,
    stopped: stoppedBy === null ? null : { by: stoppedBy, reason: stoppedReason },
  });
}

export async function listBulk(
  db: Pooled,
  query: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<BulkShape>> {
  const text = new QueryText();
  const after = decodeCursor(query.cursor, z.tuple([z.iso.datetime(), z.uuid()]));
  if (after) text.where((at, id) => `(created_at, id) < (${at}::timestamptz, ${id}::uuid)`, ...after);
  const limit = text.param(query.limit + 1);
  const rows = await rowsOf<BulkRow>(
    db,
    'list bulk actions',
    `${BULK} WHERE ${text.conditions} ORDER BY created_at DESC, id DESC LIMIT ${limit}`,
    text.values,
  );
  return pageFrom(rows, query.limit, (row) => [row.createdAt, row.id], toShape);
}

export async function readBulk(db: Pooled, id: string): Promise<BulkDetail | null> {
  const [row] = await rowsOf<BulkRow>(db, 'read bulk action', `${BULK} WHERE id = $1::uuid`, [id]);
  if (row === undefined) return null;
  const failures = await rowsOf<BulkDetail['failures'][number]>(
    db,
    'read failures of a bulk action',
    `SELECT run_id AS "runId", code, message FROM bulk_action_item WHERE bulk_id = $1::uuid AND outcome = 'failed'
     ORDER BY position LIMIT ${MOST_FAILURES_SHOWN}`,
    [id],
  );
  return { ...toShape(row), failures };
}

type ItemRow = BulkItemShape & { position: number };

export async function listBulkItems(
  db: Pooled,
  id: string,
  query: BulkItemsQuery,
): Promise<Page<BulkItemShape>> {
  const text = new QueryText();
  text.where((p) => `bulk_id = ${p}::uuid`, id);
  const after = decodeCursor(query.cursor, z.tuple([countingNumber.or(z.literal(0))]));
  if (after) text.where((p) => `position > ${p}`, ...after);
  if (query.outcome !== undefined) text.where((p) => `outcome = ${p}`, query.outcome);
  const limit = text.param(query.limit + 1);
  const rows = await rowsOf<ItemRow>(
    db,
    'list items of a bulk action',
    `SELECT position, run_id AS "runId", outcome, code, message, at FROM bulk_action_item WHERE ${text.conditions}
     ORDER BY position LIMIT ${limit}`,
    text.values,
  );
  return pageFrom(
    rows,
    query.limit,
    (row) => [row.position],
    ({ position, ...item }) => bulkItem.parse(item),
  );
}

export type ItemToDo = { readonly position: number; readonly runId: string };

/** The next runs that are still to do, oldest first. */
export function nextItems(db: Pooled, id: string, limit: number): Promise<ItemToDo[]> {
  return rowsOf<ItemToDo>(
    db,
    'read items to do',
    `SELECT position, run_id AS "runId" FROM bulk_action_item WHERE bulk_id = $1::uuid AND outcome IS NULL ORDER BY position LIMIT $2`,
    [id, limit],
  );
}

async function rowsOf<R extends object>(
  db: Pooled,
  action: string,
  text: string,
  values: unknown[],
): Promise<R[]> {
  try {
    return (await db.pool.query<R>(text, values)).rows;
  } catch (error) {
    throw storeError(error, action);
  }
}
