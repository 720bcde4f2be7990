// Knows the usage exports that were imported, and how much of each still stands.
import { z } from 'zod';
import type { Page } from '../../contract/page';
import { type UsageImportShape, usageImportShape } from '../../contract/reconciliation';
import type { Database } from '../database';
import { storeError } from '../store-errors';
import { decodeCursor, pageFrom } from './cursor';

const IMPORT = `SELECT i.id, i.imported_at AS "importedAt", i.imported_by AS "importedBy", i.provider, i.format, i.file_name AS "fileName", i.sha256, i.bytes,
    i.lines, to_char(i.first_day, 'YYYY-MM-DD') AS "firstDay", to_char(i.last_day, 'YYYY-MM-DD') AS "lastDay", i.figures,
    (SELECT count(*)::int FROM provider_figure f WHERE f.import_id = i.id) AS standing, i.replaced, i.ignored_columns AS "ignoredColumns",
    CASE WHEN i.withdrawn_at IS NOT NULL THEN jsonb_build_object('at', to_char(i.withdrawn_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'by', i.withdrawn_by, 'reason', i.withdrawn_reason) END AS withdrawn
  FROM usage_import i`;
const LISTED = `${IMPORT} WHERE ($1::timestamptz IS NULL OR (i.imported_at, i.id) < ($1::timestamptz, $2::uuid))
  ORDER BY i.imported_at DESC, i.id DESC LIMIT $3`;

/** Newest first. */
export async function listUsageImports(
  db: Pick<Database, 'pool'>,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<UsageImportShape>> {
  const [at, id] = decodeCursor(cursor, z.tuple([z.iso.datetime(), z.uuid()])) ?? [null, null];
  try {
    const { rows } = await db.pool.query<UsageImportShape>(LISTED, [at, id, limit + 1]);
    return pageFrom(
      rows,
      limit,
      (row) => [row.importedAt, row.id],
      (row) => usageImportShape.parse(row),
    );
  } catch (error) {
    throw storeError(error, 'list usage imports');
  }
}

export async function readUsageImport(
  db: Pick<Database, 'pool'>,
  id: string,
): Promise<UsageImportShape | null> {
  try {
    const { rows } = await db.pool.query(`${IMPORT} WHERE i.id = $1::uuid`, [id]);
    return rows[0] === undefined ? null : usageImportShape.parse(rows[0]);
  } catch (error) {
    throw storeError(error, 'read usage import');
  }
}
