// Knows the newest seal of one journal, with everything that its digest is of.
import type { JournalHead } from '../../domain/seal';
import type { Database } from '../database';
import { storeError } from '../store-errors';

export type JournalSeal = {
  /** The event of the record. */
  readonly seal: number;
  readonly seq: number;
  readonly hash: string;
  readonly heads: readonly JournalHead[];
};

const NEWEST = `SELECT seal, seq, hash FROM sealed_head WHERE run_id = $1::uuid ORDER BY seq DESC, seal DESC LIMIT 1`;
const HEADS = `SELECT run_id::text AS "runId", seq, hash FROM sealed_head WHERE seal = $1 ORDER BY run_id`;

/** Null where this journal was not sealed yet. */
export async function newestSeal(
  { pool }: Pick<Database, 'pool'>,
  runId: string,
): Promise<JournalSeal | null> {
  try {
    const [found] = (await pool.query<Omit<JournalSeal, 'heads'>>(NEWEST, [runId])).rows;
    if (found === undefined) return null;
    return { ...found, heads: (await pool.query<JournalHead>(HEADS, [found.seal])).rows };
  } catch (error) {
    throw storeError(error, 'read the seal of a journal');
  }
}
