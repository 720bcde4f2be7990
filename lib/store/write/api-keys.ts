// Knows how API keys are kept: prefix to find them, hash to compare, never the key.
import type { Actor, Scope } from '../../domain/principal';
import type { Transaction } from '../prisma';

export type NewApiKey = {
  readonly id: string;
  readonly name: string;
  /** The part that may be shown; unique. */
  readonly prefix: string;
  readonly hash: string;
  readonly scopes: readonly Scope[];
  /** The person it acts for; null: a machine's own. */
  readonly userId: string | null;
  readonly createdBy: Actor;
  /** ISO 8601; null: until it is revoked. */
  readonly expiresAt: string | null;
};

/** A key with this prefix that is there already is given hash, scopes and expiry anew; for the key from the environment. */
export async function putApiKey(tx: Transaction, key: NewApiKey): Promise<void> {
  await tx.$executeRawUnsafe(
    `INSERT INTO api_key (id, name, prefix, hash, scopes, user_id, created_at, created_by, expires_at)
     VALUES ($1::uuid, $2, $3, $4, $5::text[], $6::uuid, now(), $7::jsonb, $8::timestamptz)
     ON CONFLICT (prefix) DO UPDATE SET name = excluded.name, hash = excluded.hash, scopes = excluded.scopes,
       user_id = excluded.user_id, expires_at = excluded.expires_at, revoked_at = NULL`,
    key.id,
    key.name,
    key.prefix,
    key.hash,
    [...key.scopes],
    key.userId,
    JSON.stringify(key.createdBy),
    key.expiresAt,
  );
}

/** @returns false when there is no such key or it was revoked before. */
export async function revokeApiKey(tx: Transaction, id: string): Promise<boolean> {
  const ended = await tx.$executeRawUnsafe(
    `UPDATE api_key SET revoked_at = now() WHERE id = $1::uuid AND revoked_at IS NULL`,
    id,
  );
  return ended === 1;
}

/** Notes that the key was used, at most once a minute. */
export async function touchApiKey(tx: Transaction, id: string): Promise<void> {
  await tx.$executeRawUnsafe(
    `UPDATE api_key SET last_used_at = now()
     WHERE id = $1::uuid AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`,
    id,
  );
}
