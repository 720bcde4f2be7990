// Knows agents, tools and models at their versions, as the wire and the runtime need them.
import { z } from 'zod';
import {
  type AgentShape,
  agentShape,
  type ModelShape,
  modelShape,
  type ToolShape,
  toolShape,
} from '../../contract/configuration';
import { countingNumber, type Page } from '../../contract/page';
import type { Database } from '../database';
import { storeError } from '../store-errors';
import type { VersionedKind } from '../write/put-version';
import { decodeCursor, pageFrom } from './cursor';

export type ShapeOf = { readonly agent: AgentShape; readonly tool: ToolShape; readonly model: ModelShape };
type Listed = { readonly limit: number; readonly cursor?: string | undefined };
/** Absent: what is in use. `only`: what is archived. */
type ListedByUse = Listed & { readonly archived?: 'only' | undefined };
type VersionRecord = {
  readonly name: string;
  readonly version: number;
  readonly active: boolean;
  readonly definition: unknown;
  readonly createdAt: string;
  readonly createdBy: unknown;
  readonly archivedAt: string | null;
  readonly latest: number;
};

const SHAPES = { agent: agentShape, tool: toolShape, model: modelShape } as const;

const selectFrom = (kind: VersionedKind) =>
  `SELECT h.name, v.version, v.version = h.active_version AS active, v.definition, v.created_at AS "createdAt",
     v.created_by AS "createdBy", h.archived_at AS "archivedAt", h.latest_version AS latest
   FROM ${kind} h JOIN ${kind}_version v ON v.name = h.name`;

function toShape<K extends VersionedKind>(kind: K, { latest: _, ...row }: VersionRecord): ShapeOf[K] {
  return SHAPES[kind].parse(row) as ShapeOf[K]; // safe because the schema of this very kind parsed it
}

async function query(
  db: Pick<Database, 'pool'>,
  kind: VersionedKind,
  rest: string,
  values: unknown[],
): Promise<VersionRecord[]> {
  try {
    return (await db.pool.query<VersionRecord>(`${selectFrom(kind)} ${rest}`, values)).rows;
  } catch (error) {
    throw storeError(error, `read ${kind}`);
  }
}

/** At their active version, by name; what is archived is left out, or alone. */
export async function listVersioned<K extends VersionedKind>(
  db: Pick<Database, 'pool'>,
  kind: K,
  { limit, cursor, archived }: ListedByUse,
): Promise<Page<ShapeOf[K]>> {
  const [after] = decodeCursor(cursor, z.tuple([z.string()])) ?? [''];
  const rows = await query(
    db,
    kind,
    `AND v.version = h.active_version WHERE (h.archived_at IS NOT NULL) = $3 AND h.name > $1 ORDER BY h.name LIMIT $2`,
    [after, limit + 1, archived === 'only'],
  );
  return pageFrom(
    rows,
    limit,
    ({ name }) => [name],
    (row) => toShape(kind, row),
  );
}

/** One at its active version, with the newest version there is (for If-Match); null when there is none of that name. */
export async function readVersioned<K extends VersionedKind>(
  db: Pick<Database, 'pool'>,
  kind: K,
  name: string,
): Promise<{ readonly shape: ShapeOf[K]; readonly latest: number } | null> {
  const [row] = await query(db, kind, `AND v.version = h.active_version WHERE h.name = $1`, [name]);
  return row === undefined ? null : { shape: toShape(kind, row), latest: row.latest };
}

/** One version for ever; null when there is no such version. */
export async function readVersion<K extends VersionedKind>(
  db: Pick<Database, 'pool'>,
  kind: K,
  name: string,
  version: number,
): Promise<ShapeOf[K] | null> {
  const [row] = await query(db, kind, `WHERE h.name = $1 AND v.version = $2`, [name, version]);
  return row === undefined ? null : toShape(kind, row);
}

/** All versions, newest first; null when there is none of that name. */
export async function listVersions<K extends VersionedKind>(
  db: Pick<Database, 'pool'>,
  kind: K,
  name: string,
  { limit, cursor }: Listed,
): Promise<Page<ShapeOf[K]> | null> {
  const [before] = decodeCursor(cursor, z.tuple([countingNumber])) ?? [null];
  const rows = await query(
    db,
    kind,
    `WHERE h.name = $1 AND ($2::int IS NULL OR v.version < $2) ORDER BY v.version DESC LIMIT $3`,
    [name, before, limit + 1],
  );
  if (rows.length === 0 && before === null) return null;
  return pageFrom(
    rows,
    limit,
    ({ version }) => [version],
    (row) => toShape(kind, row),
  );
}

/** Those of the names that were taken out of use. */
export async function archivedNames(
  { pool }: Pick<Database, 'pool'>,
  kind: VersionedKind,
  names: readonly string[],
): Promise<ReadonlySet<string>> {
  try {
    const { rows } = await pool.query<{ name: string }>(
      `SELECT name FROM ${kind} WHERE name = ANY($1::text[]) AND archived_at IS NOT NULL`,
      [names],
    );
    return new Set(rows.map((row) => row.name));
  } catch (error) {
    throw storeError(error, `read ${kind}`);
  }
}
