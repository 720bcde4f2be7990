// Knows saved views as lists show them: a person's own of a page and those shared with all, by name.
import { z } from 'zod';
import type { Page } from '../../contract/page';
import { type ListViewsQuery, savedViewShape } from '../../contract/view';
import type { Database } from '../database';
import { storeError } from '../store-errors';
import { decodeCursor, pageFrom } from './cursor';

const savedView = savedViewShape
  .omit({ own: true, mayChange: true })
  .extend({ ownerId: z.uuid(), sortName: z.string() });
export type SavedViewRecord = z.infer<typeof savedView>;

type Db = Pick<Database, 'pool'>;

const VIEW = `SELECT v.id, v.page, v.name, lower(v.name) AS "sortName", v.query, v.shared, v.version, v.owner_id AS "ownerId", u.name AS owner,
    v.created_at AS "createdAt", v.updated_at AS "updatedAt"
  FROM saved_view v JOIN app_user u ON u.id = v.owner_id`;

/** `personId`: null for a key of nobody's, which sees what is shared. */
export async function listViews(
  db: Db,
  personId: string | null,
  { page, limit, cursor }: ListViewsQuery,
): Promise<Page<SavedViewRecord>> {
  const after = decodeCursor(cursor, z.tuple([z.string().max(240), z.uuid()])) ?? [null, null];
  const where = `v.page = $1 AND (v.shared OR v.owner_id = $2::uuid)
    AND ($3::text IS NULL OR (lower(v.name), v.id) > ($3::text, $4::uuid))`;
  const rows = await rowsOf(db, `${VIEW} WHERE ${where} ORDER BY lower(v.name), v.id LIMIT $5`, [
    page,
    personId,
    ...after,
    limit + 1,
  ]);
  return pageFrom(
    rows,
    limit,
    (view) => [view.sortName, view.id],
    (view) => view,
  );
}

/** Null when there is none. */
export async function readView(db: Db, id: string): Promise<SavedViewRecord | null> {
  const [row] = await rowsOf(db, `${VIEW} WHERE v.id = $1::uuid`, [id]);
  return row ?? null;
}

async function rowsOf(db: Db, text: string, values: unknown[]): Promise<SavedViewRecord[]> {
  try {
    return (await db.pool.query(text, values)).rows.map((row) => savedView.parse(row));
  } catch (error) {
    throw storeError(error, 'read views');
  }
}
