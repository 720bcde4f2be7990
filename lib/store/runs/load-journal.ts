// Knows how a run's journal and inputs are read back. Refuses a row that does not fit its schema or was erased.
import type { Pool } from 'pg';
import { CodedError, RequestError } from '../../domain/errors';
import { JOURNAL_PAYLOADS } from '../../domain/journal-payload';
import type { JournalRow } from '../../domain/journal-row';
import { runInput, type StoredRunInput } from '../../domain/run-input';
import { storeError } from '../store-errors';
import { type CheckpointRecord, SELECT_CHECKPOINT } from './journal-section';

const LOAD = `${SELECT_CHECKPOINT} WHERE run_id = $1 AND seq > $2 ORDER BY seq`;
const ERASED = `SELECT erased_at AS at, erased_by AS by, erased_reason AS reason FROM run WHERE id = $1 AND erased_at IS NOT NULL`;
const EXTENT = `SELECT count(*)::int AS rows, count(*) FILTER (WHERE payload IS NULL)::int AS erased FROM checkpoint WHERE run_id = $1`;
const INPUTS = `SELECT input_seq, convert_from(payload, 'UTF8') AS payload FROM run_input
  WHERE run_id = $1 AND input_seq > $2 ORDER BY input_seq`;

/** The whole journal in order; empty when there is no such run. @throws CodedError `journal_unreadable`; RequestError conflict where it was erased. */
export function loadJournal(pool: Pool, runId: string): Promise<JournalRow[]> {
  return loadJournalAfter(pool, runId, 0);
}

/** The rows behind `seq` in order. @throws CodedError `journal_unreadable`; RequestError conflict where it was erased. */
export async function loadJournalAfter(pool: Pool, runId: string, seq: number): Promise<JournalRow[]> {
  try {
    const { rows } = await pool.query<CheckpointRecord>({
      name: 'load_journal',
      text: LOAD,
      values: [runId, seq],
    });
    if (rows.some(({ kind, payload }) => payload === null && kind !== 'snapshot'))
      await refuseErased(pool, runId);
    return rows.map((record) => verified(runId, record));
  } catch (error) {
    throw storeError(error, 'load journal');
  }
}

/** The same with null for each payload that was erased; nothing is read of it. */
export async function loadChain(pool: Pool, runId: string): Promise<ErasableRow[]> {
  try {
    const { rows } = await pool.query<CheckpointRecord>({
      name: 'load_journal',
      text: LOAD,
      values: [runId, 0],
    });
    return rows.map((record) => ({ ...rowOf(runId, record, ''), payload: record.payload }));
  } catch (error) {
    throw storeError(error, 'load journal');
  }
}

/** How many rows there are, and of how many the payload was erased. */
export async function journalExtent(
  pool: Pool,
  runId: string,
): Promise<{ readonly rows: number; readonly erased: number }> {
  try {
    const { rows } = await pool.query<{ rows: number; erased: number }>({
      name: 'journal_extent',
      text: EXTENT,
      values: [runId],
    });
    return rows[0] ?? { rows: 0, erased: 0 };
  } catch (error) {
    throw storeError(error, 'load journal');
  }
}

/** @throws RequestError conflict that says who erased the run, where somebody did. */
async function refuseErased(pool: Pool, runId: string): Promise<void> {
  const { rows } = await pool.query<{ at: string; by: { label: string }; reason: string }>(ERASED, [runId]);
  const [erased] = rows;
  if (erased === undefined) return;
  const at = new Date(erased.at).toISOString();
  throw new RequestError(
    'conflict',
    `What this run held was erased at ${at} by ${erased.by.label}: ${erased.reason}`,
    [],
    { erased: { ...erased, at } },
  );
}

/** Inputs after `afterInputSeq`, in order. @throws CodedError `journal_unreadable`. */
export async function readInputs(
  pool: Pool,
  runId: string,
  afterInputSeq: number,
): Promise<StoredRunInput[]> {
  try {
    const { rows } = await pool.query<{ input_seq: number; payload: string }>({
      name: 'read_inputs',
      text: INPUTS,
      values: [runId, afterInputSeq],
    });
    return rows.map(({ input_seq: inputSeq, payload }) => {
      const parsed = runInput.safeParse(JSON.parse(payload));
      if (!parsed.success) throw unreadable(runId, `input ${inputSeq}`, parsed.error);
      return { inputSeq, input: parsed.data };
    });
  } catch (error) {
    throw storeError(error, 'read inputs');
  }
}

/** @throws CodedError `journal_unreadable`; not for a snapshot, without which the journal says the same. */
export function verified(runId: string, record: CheckpointRecord): JournalRow {
  const { seq, kind, payload } = record;
  if (kind === 'snapshot') return rowOf(runId, record, payload ?? '');
  if (payload === null) throw unreadable(runId, `row ${seq}, which was erased`);
  const parsed = JOURNAL_PAYLOADS[kind].safeParse(JSON.parse(payload));
  if (!parsed.success) throw unreadable(runId, `row ${seq}`, parsed.error);
  return rowOf(runId, record, payload);
}

export type ErasableRow = Omit<JournalRow, 'payload'> & { readonly payload: string | null };

export function rowOf(runId: string, record: CheckpointRecord, payload: string): JournalRow {
  return {
    runId,
    seq: record.seq,
    kind: record.kind,
    step: record.step,
    at: record.at,
    format: record.format,
    runtimeVersion: record.runtime_version,
    payload,
    payloadHash: record.payload_hash,
    prevHash: record.prev_hash,
    hash: record.hash,
    costMicroUsd: record.cost_micro_usd,
    tokens: record.tokens,
  };
}

function unreadable(runId: string, what: string, cause?: unknown): CodedError {
  return new CodedError('journal_unreadable', 'fatal', `Run ${runId}: ${what} can't be read.`, { cause });
}
