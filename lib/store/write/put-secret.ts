// Knows how sealed secrets are kept: by version, the highest one in use. Never sees a value.
import type { Actor } from '../../domain/principal';
import type { Transaction } from '../prisma';

export type SealedSecret = {
  readonly sealed: Uint8Array;
  /** Names the master key that sealed it. */
  readonly keyId: string;
};

export type PutSecret = {
  readonly name: string;
  /** Called once, under the lock that gives the version: an envelope is bound to name and version and opens under no other. */
  readonly seal: (version: number) => SealedSecret;
  readonly createdBy: Actor;
  /** Called under the lock with the version in use, null when there is none or it was removed; throws to refuse. */
  readonly check?: (latest: number | null) => void;
};

type Latest = { readonly version: number; readonly removed: boolean };

/** The newest version, under the lock that every change of this secret takes; null when there never was one. */
async function lockSecret(tx: Transaction, name: string): Promise<Latest | null> {
  await tx.$queryRawUnsafe(
    `SELECT pg_advisory_xact_lock(hashtext('bulkhead:secret'), hashtext($1))::text`,
    name,
  );
  const rows = await tx.$queryRawUnsafe<Latest[]>(
    `SELECT s.version, EXISTS (SELECT FROM secret_removal gone WHERE gone.name = s.name AND gone.version >= s.version) AS removed
     FROM secret s WHERE s.name = $1 ORDER BY s.version DESC LIMIT 1`,
    name,
  );
  return rows[0] ?? null;
}

/** @returns the new version; versions of one name are dense from 1, also over a removal. */
export async function putSecret(tx: Transaction, secret: PutSecret): Promise<number> {
  const latest = await lockSecret(tx, secret.name);
  secret.check?.(latest === null || latest.removed ? null : latest.version);
  const version = (latest?.version ?? 0) + 1;
  const { sealed, keyId } = secret.seal(version);
  await tx.$executeRawUnsafe(
    `INSERT INTO secret (name, version, sealed, key_id, created_at, created_by)
     VALUES ($1, $2, $3::bytea, $4, now(), $5::jsonb)`,
    secret.name,
    version,
    sealed,
    keyId,
    JSON.stringify(secret.createdBy),
  );
  return version;
}

/** Nothing can use its versions any more; the sealed values stay. @returns the last version, null when there is no such secret. */
export async function removeSecret(tx: Transaction, name: string, removedBy: Actor): Promise<number | null> {
  const latest = await lockSecret(tx, name);
  if (latest === null || latest.removed) return null;
  await tx.$executeRawUnsafe(
    `INSERT INTO secret_removal (name, version, removed_at, removed_by) VALUES ($1, $2, now(), $3::jsonb)`,
    name,
    latest.version,
    JSON.stringify(removedBy),
  );
  return latest.version;
}
