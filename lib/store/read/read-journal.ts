// Knows the journal of a run as the wire shows it, row by row in order.
import { z } from 'zod';
import { countingNumber, type Page } from '../../contract/page';
import { type JournalRowShape, journalRowShape } from '../../contract/run-detail';
import { parseCanonicalJson } from '../../domain/canonical-json';
import type { Database } from '../database';
import { type CheckpointRecord, SELECT_CHECKPOINT } from '../runs/journal-section';
import { storeError } from '../store-errors';
import { decodeCursor, isUuid, pageFrom } from './cursor';

const READ = `${SELECT_CHECKPOINT} WHERE run_id = $1 AND seq > $2 ORDER BY seq LIMIT $3`;
const cursorKey = z.tuple([countingNumber]);

/** null when there is no such run: each run has at least the row it was started with. An erased payload reads as null. */
export async function readJournal(
  db: Pick<Database, 'pool'>,
  runId: string,
  query: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<JournalRowShape> | null> {
  if (!isUuid(runId)) return null;
  const [afterSeq] = decodeCursor(query.cursor, cursorKey) ?? [0];
  try {
    const { rows } = await db.pool.query<CheckpointRecord>({
      name: 'read_journal',
      text: READ,
      values: [runId, afterSeq, query.limit + 1],
    });
    if (rows.length === 0 && afterSeq === 0) return null;
    return pageFrom(rows, query.limit, ({ seq }) => [seq], toShape);
  } catch (error) {
    throw storeError(error, 'read journal');
  }
}

function toShape(row: CheckpointRecord): JournalRowShape {
  return journalRowShape.parse({
    seq: row.seq,
    kind: row.kind,
    step: row.step,
    at: row.at,
    payload: row.payload === null ? null : parseCanonicalJson(row.payload),
    hash: row.hash,
    prevHash: row.prev_hash,
  });
}
