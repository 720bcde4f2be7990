// Knows how the end of a run's journal is read, from its newest snapshot on. Refuses what load-journal refuses.
import type { Pool } from 'pg';
import type { JournalRow } from '../../domain/journal-row';
import { snapshotHeadOf } from '../../domain/snapshot-head';
import { storeError } from '../store-errors';
import { type CheckpointRecord, SELECT_CHECKPOINT } from './journal-section';
import { loadJournal, verified } from './load-journal';

/** Backwards along the primary key, so that no more rows are looked at than are read. */
const TAIL = `${SELECT_CHECKPOINT} WHERE run_id = $1 AND seq >= coalesce(
  (SELECT s.seq FROM checkpoint s WHERE s.run_id = $1 AND s.kind = 'snapshot' ORDER BY s.seq DESC LIMIT 1), 1) ORDER BY seq`;
const ROWS = `${SELECT_CHECKPOINT} WHERE run_id = $1 AND seq = ANY($2::int[]) ORDER BY seq`;

/** As the port has it; a second round trip only where there is a snapshot. */
export async function loadTail(pool: Pool, runId: string): Promise<JournalRow[]> {
  try {
    const tail = await rowsOf(pool, runId, { name: 'load_tail', text: TAIL, values: [runId] });
    const [first] = tail;
    if (first?.kind !== 'snapshot') return tail;
    const head = snapshotHeadOf(first.payload);
    if (head === null) return await loadJournal(pool, runId);
    const values = [runId, [1, ...head.earlier]];
    return [...(await rowsOf(pool, runId, { name: 'load_rows', text: ROWS, values })), ...tail];
  } catch (error) {
    throw storeError(error, 'load journal');
  }
}

async function rowsOf(
  pool: Pool,
  runId: string,
  statement: { readonly name: string; readonly text: string; readonly values: unknown[] },
): Promise<JournalRow[]> {
  const { rows } = await pool.query<CheckpointRecord>(statement);
  return rows.map((record) => verified(runId, record));
}
