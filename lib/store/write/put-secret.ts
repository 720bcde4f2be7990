// Knows how sealed secrets are kept: by version, the highest one in use. Never sees a value.
import type { Actor } from '../../domain/principal';
import type { Transaction } from '../prisma';

export type PutSecret = {
  readonly name: string;
  readonly sealed: Uint8Array;
  /** Names the master key that sealed it. */
  readonly keyId: string;
  readonly createdBy: Actor;
};

/** @returns the new version; versions of one name are dense from 1. */
export async function putSecret(tx: Transaction, secret: PutSecret): Promise<number> {
  await tx.$queryRawUnsafe(
    `SELECT pg_advisory_xact_lock(hashtext('bulkhead:secret'), hashtext($1))::text`,
    secret.name,
  );
  const rows = await tx.$queryRawUnsafe<{ version: number }[]>(
    `INSERT INTO secret (name, version, sealed, key_id, created_at, created_by)
     SELECT $1, coalesce(max(version), 0) + 1, $2::bytea, $3, now(), $4::jsonb FROM secret WHERE name = $1 RETURNING version`,
    secret.name,
    secret.sealed,
    secret.keyId,
    JSON.stringify(secret.createdBy),
  );
  const version = rows[0]?.version;
  if (version === undefined) throw new Error('an inserted secret has a version');
  return version;
}
