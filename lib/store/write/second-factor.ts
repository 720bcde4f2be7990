// Knows the second factor of a person and the codes that replace it. Refuses a code that was used, or one older than the last.
import type { Database } from '../database';
import type { Transaction } from '../prisma';
import { storeError } from '../store-errors';

export type StoredFactor = {
  readonly sealed: Uint8Array;
  /** ISO 8601; null: not confirmed by a code yet, so nothing asks for it. */
  readonly confirmedAt: string | null;
  readonly recoveryCodesLeft: number;
};

const READ = `SELECT f.sealed, f.confirmed_at AS "confirmedAt",
    (SELECT count(*)::int FROM recovery_code r WHERE r.user_id = f.user_id AND r.used_at IS NULL) AS "recoveryCodesLeft"
  FROM second_factor f WHERE f.user_id = $1`;

export async function readFactor(db: Pick<Database, 'pool'>, userId: string): Promise<StoredFactor | null> {
  try {
    const { rows } = await db.pool.query<StoredFactor>({
      name: 'second_factor',
      text: READ,
      values: [userId],
    });
    return rows[0] ?? null;
  } catch (error) {
    throw storeError(error, 'read second factor');
  }
}

/** In place of another one that was not confirmed. @returns false where one is confirmed. */
export async function beginFactor(
  tx: Transaction,
  userId: string,
  sealed: Uint8Array,
  keyId: string,
): Promise<boolean> {
  const begun = await tx.$executeRawUnsafe(
    `INSERT INTO second_factor AS f (user_id, sealed, key_id, created_at) VALUES ($1::uuid, $2, $3, now())
     ON CONFLICT (user_id) DO UPDATE SET sealed = excluded.sealed, key_id = excluded.key_id, created_at = now()
     WHERE f.confirmed_at IS NULL`,
    userId,
    sealed,
    keyId,
  );
  return begun === 1;
}

/** The step of the code that confirms it is used up. @returns false where it is confirmed already, or another one was begun. */
export async function confirmFactor(
  tx: Transaction,
  userId: string,
  factor: { readonly sealed: Uint8Array; readonly step: number; readonly codeHashes: readonly string[] },
): Promise<boolean> {
  const confirmed = await tx.$executeRawUnsafe(
    `UPDATE second_factor SET confirmed_at = now(), last_step = $2 WHERE user_id = $1::uuid AND confirmed_at IS NULL AND sealed = $3`,
    userId,
    factor.step,
    factor.sealed,
  );
  if (confirmed !== 1) return false;
  await tx.$executeRawUnsafe(`DELETE FROM recovery_code WHERE user_id = $1::uuid`, userId);
  await tx.$executeRawUnsafe(
    `INSERT INTO recovery_code (user_id, hash) SELECT $1::uuid, unnest($2::text[])`,
    userId,
    [...factor.codeHashes],
  );
  return true;
}

/** @returns false where a code of this step, or of a later one, was taken before. */
export async function takeStep(tx: Transaction, userId: string, step: number): Promise<boolean> {
  const taken = await tx.$executeRawUnsafe(
    `UPDATE second_factor SET last_step = $2 WHERE user_id = $1::uuid AND confirmed_at IS NOT NULL AND last_step < $2`,
    userId,
    step,
  );
  return taken === 1;
}

/** @returns false where there is no such code, or it was used. */
export async function takeRecoveryCode(tx: Transaction, userId: string, hash: string): Promise<boolean> {
  const taken = await tx.$executeRawUnsafe(
    `UPDATE recovery_code SET used_at = now() WHERE user_id = $1::uuid AND hash = $2 AND used_at IS NULL`,
    userId,
    hash,
  );
  return taken === 1;
}

/** @returns false where there was none that asked for anything. */
export async function removeFactor(tx: Transaction, userId: string): Promise<boolean> {
  await tx.$executeRawUnsafe(`DELETE FROM recovery_code WHERE user_id = $1::uuid`, userId);
  const [gone] = await tx.$queryRawUnsafe<{ confirmed: boolean }[]>(
    `DELETE FROM second_factor WHERE user_id = $1::uuid RETURNING confirmed_at IS NOT NULL AS confirmed`,
    userId,
  );
  return gone?.confirmed ?? false;
}
