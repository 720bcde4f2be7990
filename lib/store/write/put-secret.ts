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
  /** Called under the lock with the version in use, null when there is none; throws to refuse. */
  readonly check?: (latest: number | null) => void;
};

/** @returns the new version; versions of one name are dense from 1. */
export async function putSecret(tx: Transaction, secret: PutSecret): Promise<number> {
  await tx.$queryRawUnsafe(
    `SELECT pg_advisory_xact_lock(hashtext('bulkhead:secret'), hashtext($1))::text`,
    secret.name,
  );
  const rows = await tx.$queryRawUnsafe<{ version: number }[]>(
    `SELECT coalesce(max(version), 0) + 1 AS version FROM secret WHERE name = $1`,
    secret.name,
  );
  const version = rows[0]?.version ?? 1;
  secret.check?.(version === 1 ? null : version - 1);
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
