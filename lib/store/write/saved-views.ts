// Knows how saved views are kept: a name once for owner and page, a version raised by each change.
import type { ViewPage } from '../../contract/view';
import type { Transaction } from '../prisma';

export type KeptView = { readonly name: string; readonly query: string; readonly shared: boolean };
export type ViewRow = KeptView & {
  readonly id: string;
  readonly ownerId: string;
  readonly page: string;
  readonly version: number;
};

const COLUMNS = `id::text, owner_id::text AS "ownerId", page, name, query, shared, version`;

/** The person's own views wait for each other, so that a count and a name that were read still hold at the write. */
export async function lockViewsOf(tx: Transaction, ownerId: string): Promise<void> {
  await tx.$queryRawUnsafe(
    `SELECT pg_advisory_xact_lock(hashtext('bulkhead:saved_view'), hashtext($1))::text`,
    ownerId,
  );
}

/** Under lockViewsOf: how many there are, and whether another one than `id` has this name, whatever its case. */
export async function countViews(
  tx: Transaction,
  { ownerId, page, name, id }: { ownerId: string; page: ViewPage; name: string; id: string },
): Promise<{ readonly count: number; readonly named: boolean }> {
  const [row] = await tx.$queryRawUnsafe<{ count: number; named: boolean }[]>(
    `SELECT count(*)::int AS count, coalesce(bool_or(lower(name) = lower($3) AND id <> $4::uuid), false) AS named
     FROM saved_view WHERE owner_id = $1::uuid AND page = $2`,
    ownerId,
    page,
    name,
    id,
  );
  return row ?? { count: 0, named: false };
}

export async function addView(
  tx: Transaction,
  view: KeptView & { readonly id: string; readonly ownerId: string; readonly page: ViewPage },
): Promise<void> {
  await tx.$executeRawUnsafe(
    `INSERT INTO saved_view (id, owner_id, page, name, query, shared, version, created_at, updated_at)
     VALUES ($1::uuid, $2::uuid, $3, $4, $5, $6, 1, now(), now())`,
    view.id,
    view.ownerId,
    view.page,
    view.name,
    view.query,
    view.shared,
  );
}

/** Locked until the transaction ends; null when there is none. */
export async function viewForChange(tx: Transaction, id: string): Promise<ViewRow | null> {
  const [row] = await tx.$queryRawUnsafe<ViewRow[]>(
    `SELECT ${COLUMNS} FROM saved_view WHERE id = $1::uuid FOR UPDATE`,
    id,
  );
  return row ?? null;
}

/** Under viewForChange. */
export async function changeView(tx: Transaction, id: string, view: KeptView): Promise<void> {
  await tx.$executeRawUnsafe(
    `UPDATE saved_view SET name = $2, query = $3, shared = $4, version = version + 1, updated_at = now() WHERE id = $1::uuid`,
    id,
    view.name,
    view.query,
    view.shared,
  );
}

/** Under viewForChange. */
export async function deleteView(tx: Transaction, id: string): Promise<void> {
  await tx.$executeRawUnsafe(`DELETE FROM saved_view WHERE id = $1::uuid`, id);
}
