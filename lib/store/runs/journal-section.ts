// Knows how journal rows travel to and from their table.
import type { JournalKind, JournalRow } from '../../domain/journal-row';
import type { Section } from './sections';

/** `head`: the first row of its commit, which decides whether the commit is taken. */
export type PlacedRow = { readonly head: boolean; readonly row: JournalRow };

export const JOURNAL: Section<PlacedRow> = {
  name: 'journal',
  columns: [
    { name: 'head', type: 'bool', of: ({ head }) => head },
    { name: 'run_id', type: 'uuid', of: ({ row }) => row.runId },
    { name: 'seq', type: 'int', of: ({ row }) => row.seq },
    { name: 'kind', type: 'text', of: ({ row }) => row.kind },
    { name: 'step', type: 'int', of: ({ row }) => row.step },
    { name: 'at', type: 'timestamptz', of: ({ row }) => row.at },
    { name: 'format', type: 'int', of: ({ row }) => row.format },
    { name: 'runtime_version', type: 'text', of: ({ row }) => row.runtimeVersion },
    { name: 'payload', type: 'text', of: ({ row }) => row.payload, joined: true },
    { name: 'payload_hash', type: 'text', of: ({ row }) => row.payloadHash },
    { name: 'prev_hash', type: 'text', of: ({ row }) => row.prevHash },
    { name: 'hash', type: 'text', of: ({ row }) => row.hash },
    { name: 'cost_micro_usd', type: 'int8', of: ({ row }) => row.costMicroUsd },
    { name: 'tokens', type: 'int8', of: ({ row }) => row.tokens },
  ],
};

export const INSERT_CHECKPOINT = `INSERT INTO checkpoint (run_id, seq, kind, step, at, format, runtime_version, payload,
  payload_hash, prev_hash, hash, cost_micro_usd, tokens)`;

/** Payloads hold no raw NUL, because canonical JSON escapes it; so text is a safe way to travel, at half the length of hex. */
export const JOURNAL_VALUES = `journal.run_id, journal.seq, journal.kind, journal.step, journal.at, journal.format, journal.runtime_version,
  convert_to(journal.payload, 'UTF8'), journal.payload_hash, journal.prev_hash, journal.hash, journal.cost_micro_usd, journal.tokens`;

export const CHECKPOINT_COLUMNS = `seq, kind, step, at, format, runtime_version, convert_from(payload, 'UTF8') AS payload,
  payload_hash, prev_hash, hash, cost_micro_usd, tokens`;
export const SELECT_CHECKPOINT = `SELECT ${CHECKPOINT_COLUMNS} FROM checkpoint`;

/** Longer ones are not brought along by a claim of many, but read one by one when their run's turn comes. */
const SHORT_ROWS = 64;

/** The rows of this run up to `last`, where they are few; none otherwise. */
export const SHORT_JOURNAL = (runId: string, last: string) =>
  `${SELECT_CHECKPOINT} WHERE run_id = ${runId} AND seq <= ${last} AND ${last} <= ${SHORT_ROWS}`;

export type CheckpointRecord = {
  readonly seq: number;
  readonly kind: JournalKind;
  readonly step: number | null;
  readonly at: string;
  readonly format: number;
  readonly runtime_version: string;
  /** null once erased. */
  readonly payload: string | null;
  readonly payload_hash: string;
  readonly prev_hash: string;
  readonly hash: string;
  readonly cost_micro_usd: number;
  readonly tokens: number;
};
