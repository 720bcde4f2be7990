// Knows how one signed head of the record is read.
import type { Database } from '../database';
import { storeError } from '../store-errors';

export type SignedHead = {
  readonly seq: number;
  readonly hash: string;
  readonly at: string;
  readonly mac: string;
};

const READ = `SELECT e.seq, e.hash, e.at, s.mac FROM audit_seal s JOIN audit_event e ON e.seq = s.seq WHERE s.seq = $1`;

/** Null where the record has no seal at this event. */
export async function readSeal({ pool }: Pick<Database, 'pool'>, seq: number): Promise<SignedHead | null> {
  try {
    const { rows } = await pool.query<SignedHead>(READ, [seq]);
    return rows[0] ?? null;
  } catch (error) {
    throw storeError(error, 'read a seal');
  }
}
