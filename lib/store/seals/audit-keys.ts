// Knows where the keys that sign heads of the record are kept. Never sees one open.
import type { Database } from '../database';
import { storeError } from '../store-errors';

export type SealedAuditKey = { readonly id: number; readonly sealed: Uint8Array };

const READ = `SELECT id, sealed FROM audit_key ORDER BY id`;
const KEEP = `INSERT INTO audit_key (id, sealed, key_id) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING`;

/** In the order in which they were made; the last one signs. */
export async function readAuditKeys({ pool }: Pick<Database, 'pool'>): Promise<SealedAuditKey[]> {
  try {
    return (await pool.query<SealedAuditKey>(READ)).rows;
  } catch (error) {
    throw storeError(error, 'read audit keys');
  }
}

/** Keeps a key under this number, unless another process was faster. `keyId`: the master key that sealed it. */
export async function keepAuditKey(
  { pool }: Pick<Database, 'pool'>,
  { id, sealed, keyId }: SealedAuditKey & { readonly keyId: string },
): Promise<void> {
  try {
    await pool.query(KEEP, [id, sealed, keyId]);
  } catch (error) {
    throw storeError(error, 'keep an audit key');
  }
}
