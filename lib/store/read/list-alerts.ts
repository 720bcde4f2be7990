// Knows alerts, newest first; refuses to say them in words, which is the reader's.
import { z } from 'zod';
import type { AlertShape, ListAlertsQuery } from '../../contract/alert';
import type { Page } from '../../contract/page';
import type { Database } from '../database';
import { storeError } from '../store-errors';
import { decodeCursor, pageFrom } from './cursor';

export type StoredAlert = Omit<AlertShape, 'message'>;

/** One that is resolved is so whether or not somebody had seen it. */
const STATUS = `CASE WHEN resolved_at IS NOT NULL THEN 'resolved' WHEN acknowledged_at IS NOT NULL THEN 'acknowledged' ELSE 'open' END`;
export const ALERT_COLUMNS = `id, kind, severity, ${STATUS} AS status, subject, fact, raised_at AS "raisedAt", last_seen_at AS "lastSeenAt", times,
  resolved_at AS "resolvedAt", acknowledged_at AS "acknowledgedAt", acknowledged_by AS "acknowledgedBy", acknowledged_reason AS reason`;
const LIST = `SELECT ${ALERT_COLUMNS} FROM alert
  WHERE ($1::text[] IS NULL OR ${STATUS} = ANY($1)) AND ($2::text[] IS NULL OR kind = ANY($2))
    AND ($3::timestamptz IS NULL OR (raised_at, id) < ($3::timestamptz, $4::uuid))
  ORDER BY raised_at DESC, id DESC LIMIT $5`;

const named = <T>(some: readonly T[] | undefined) => (some === undefined || some.length === 0 ? null : some);
const place = z.tuple([z.iso.datetime(), z.uuid()]);

export async function listAlerts(
  db: Pick<Database, 'pool'>,
  { status, kind, limit, cursor }: ListAlertsQuery,
): Promise<Page<StoredAlert>> {
  const [at, id] = decodeCursor(cursor, place) ?? [null, null];
  try {
    const { rows } = await db.pool.query<StoredAlert>(LIST, [named(status), named(kind), at, id, limit + 1]);
    return pageFrom(
      rows,
      limit,
      (alert) => [alert.raisedAt, alert.id],
      (alert) => alert,
    );
  } catch (error) {
    throw storeError(error, 'list alerts');
  }
}

/** @returns null where there is none of that id. */
export async function readAlert(db: Pick<Database, 'pool'>, id: string): Promise<StoredAlert | null> {
  try {
    const { rows } = await db.pool.query<StoredAlert>(
      `SELECT ${ALERT_COLUMNS} FROM alert WHERE id = $1::uuid`,
      [id],
    );
    return rows[0] ?? null;
  } catch (error) {
    throw storeError(error, 'read alert');
  }
}
