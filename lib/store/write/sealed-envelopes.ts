// Knows every place where something sealed with the master key is kept, and how it takes the same thing sealed with another. Never sees a value.
import type { SealedSecret } from '../../ports/secret-vault';
import type { Transaction } from '../prisma';

type Place = {
  readonly table: string;
  /** The primary key, as one text. */
  readonly id: string;
  /** What the envelope is bound to. */
  readonly name: string;
  readonly version: string;
};

/** A table with a column `sealed` stands here, or a rotation leaves it behind; a test looks. */
export const SEALED_PLACES = {
  secrets: { table: 'secret', id: `e.name || '@' || e.version`, name: 'e.name', version: 'e.version' },
  'second factors': {
    table: 'second_factor',
    id: 'e.user_id::text',
    name: `'second-factor:' || e.user_id`,
    version: '1',
  },
  'audit keys': {
    table: 'audit_key',
    id: 'e.id::text',
    name: `'audit-key:' || e.id`,
    version: '1',
  },
} as const satisfies Readonly<Record<string, Place>>;
export type SealedPlace = keyof typeof SEALED_PLACES;
export const PLACE_NAMES = Object.keys(SEALED_PLACES) as readonly SealedPlace[]; // safe because they are its keys

export type KeyUse = { readonly place: SealedPlace; readonly keyId: string; readonly envelopes: number };

/** How many envelopes each key sealed, wherever they are kept: rows of `KeyUse`. */
export const KEY_USE = PLACE_NAMES.map(
  (place) =>
    `SELECT '${place}' AS place, key_id AS "keyId", count(*)::int AS envelopes FROM ${SEALED_PLACES[place].table} GROUP BY key_id`,
).join(' UNION ALL ');

/** The same when everything that is being written now has been written or given up. Within a transaction of the owner's. */
export async function settledKeyUse(tx: Transaction): Promise<KeyUse[]> {
  // Lets others read, and waits for those that write; a lock that is not given soon is not worth holding writers up for.
  await tx.$executeRawUnsafe(`SET LOCAL lock_timeout = '10s'`);
  const tables = PLACE_NAMES.map((place) => SEALED_PLACES[place].table).join(', ');
  await tx.$executeRawUnsafe(`LOCK TABLE ${tables} IN SHARE MODE`);
  return tx.$queryRawUnsafe<KeyUse[]>(KEY_USE);
}

export type FoundEnvelope = SealedSecret & { readonly id: string };

/** Up to `limit` that the keys of these ids sealed, in a fixed order behind `after`. */
export function findEnvelopes(
  tx: Transaction,
  place: SealedPlace,
  keyIds: readonly string[],
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<FoundEnvelope[]> {
  const { table, id, name, version } = SEALED_PLACES[place];
  return tx.$queryRawUnsafe<FoundEnvelope[]>(
    `SELECT ${id} AS id, ${name} AS name, ${version}::int AS version, e.sealed AS envelope FROM ${table} e
     WHERE e.key_id = ANY($1::text[]) AND (${id}) COLLATE "C" > $2 ORDER BY (${id}) COLLATE "C" LIMIT $3`,
    [...keyIds],
    after,
    limit,
  );
}

export type Resealed = {
  readonly id: string;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
};

/** Each where it is still what was read; one that somebody replaced or removed meanwhile is left as they left it. @returns how many took it. */
export function replaceEnvelopes(
  tx: Transaction,
  place: SealedPlace,
  resealed: readonly Resealed[],
  keyId: string,
): Promise<number> {
  const { table, id } = SEALED_PLACES[place];
  return tx.$executeRawUnsafe(
    `UPDATE ${table} e SET sealed = r.after, key_id = $4
     FROM unnest($1::text[], $2::bytea[], $3::bytea[]) AS r(id, before, after) WHERE ${id} = r.id AND e.sealed = r.before`,
    resealed.map((one) => one.id),
    resealed.map((one) => one.before),
    resealed.map((one) => one.after),
    keyId,
  );
}
