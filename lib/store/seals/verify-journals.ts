// Knows how to find what was done to journals of runs behind their back: rows that do not follow, and heads that are not what was sealed.

import { chainHash, GENESIS_HASH, type HashText, type JournalKind } from '../../domain/journal-row';
import type { JournalHead } from '../../domain/seal';
import type { Database } from '../database';
import { BEFORE_ALL_RUNS } from '../runs/before-all-runs';
import { storeError } from '../store-errors';

/**
 * changed: the row does not follow from those before it. missing: rows before this one are gone. rewritten: all rows follow from each other, and
 * this one is not what was sealed. emptied: its payload is gone, and no event of the record says that the run was erased. cut_off: the journal was sealed with this row, and ends before it. removed: nothing is left of a sealed journal.
 */
export type JournalFault = 'changed' | 'missing' | 'rewritten' | 'emptied' | 'cut_off' | 'removed';
export type BrokenJournal = { readonly runId: string; readonly seq: number; readonly fault: JournalFault };

export type JournalsChecked = {
  readonly runs: number;
  readonly rows: number;
  /** Rows whose payload was erased: its digest stands for it. */
  readonly erased: number;
  readonly broken: readonly BrokenJournal[];
  /** Where the next piece goes on; null at the end. */
  readonly next: string | null;
};

type Row = {
  readonly runId: string;
  readonly seq: number;
  readonly kind: JournalKind;
  readonly step: number | null;
  readonly at: Date | string;
  readonly format: number;
  readonly runtimeVersion: string;
  readonly payload: Uint8Array | null;
  readonly payloadHash: string;
  readonly prevHash: string;
  readonly hash: string;
};

/** Runs that are there, and runs of which only a seal tells. */
const RUNS = `SELECT id::text FROM (
    (SELECT id FROM run WHERE id > $1::uuid ORDER BY id LIMIT $2)
    UNION (SELECT DISTINCT run_id FROM sealed_head WHERE run_id > $1::uuid ORDER BY run_id LIMIT $2)) known(id)
  ORDER BY id LIMIT $2`;
const ROWS = `SELECT run_id::text AS "runId", seq, kind, step, at, format, runtime_version AS "runtimeVersion", payload,
    payload_hash AS "payloadHash", prev_hash AS "prevHash", hash
  FROM checkpoint WHERE run_id = ANY ($1::uuid[]) AND (run_id, seq) > ($2::uuid, $3) ORDER BY run_id, seq LIMIT 500`;
const HEADS = `SELECT DISTINCT run_id::text AS "runId", seq, hash FROM sealed_head WHERE run_id = ANY ($1::uuid[]) ORDER BY 1, 2`;

const ERASED = `SELECT DISTINCT entity_id AS id FROM audit_event
  WHERE entity_kind = 'run' AND entity_id = ANY ($1::text[]) AND action = 'run.erase'`;

export type VerifyJournalsOptions = {
  /** The last run of the piece before. */
  readonly after?: string | null | undefined;
  /** How many runs one piece has. */
  readonly limit: number;
  readonly signal?: AbortSignal | undefined;
};

/** One piece, run by run and row by row: memory holds a page of rows and the heads of the piece's runs. */
export async function verifyJournals(
  { pool }: Pick<Database, 'pool'>,
  hash: HashText,
  { after, limit, signal }: VerifyJournalsOptions,
): Promise<JournalsChecked> {
  try {
    const found = await pool.query<{ id: string }>(RUNS, [after ?? BEFORE_ALL_RUNS, limit]);
    const ids = found.rows.map(({ id }) => id);
    const heads = (await pool.query<JournalHead>(HEADS, [ids])).rows;
    const walks = new Map(ids.map((id) => [id, new Walk(id, hash)]));
    for (const head of heads) walks.get(head.runId)?.expect(head);
    const told = await pool.query<{ id: string }>(ERASED, [ids]);
    for (const { id } of told.rows) walks.get(id)?.mayBeEmpty();
    let [rows, erased] = [0, 0];
    for (let [run, seq] = [BEFORE_ALL_RUNS, 0]; ; ) {
      signal?.throwIfAborted();
      const page = await pool.query<Row>({ name: 'journal_chunk', text: ROWS, values: [ids, run, seq] });
      for (const row of page.rows) {
        walks.get(row.runId)?.take(row);
        rows += 1;
        if (row.payload === null) erased += 1;
      }
      const last = page.rows.at(-1);
      if (last === undefined) break;
      [run, seq] = [last.runId, last.seq];
    }
    const broken = [...walks.values()].flatMap((walk) => walk.fault() ?? []);
    return { runs: ids.length, rows, erased, broken, next: ids.length < limit ? null : (ids.at(-1) ?? null) };
  } catch (error) {
    throw storeError(error, 'verify journals');
  }
}

/** One run's rows in their order, beside the heads that were sealed of it. */
class Walk {
  #seq = 0;
  #prevHash = GENESIS_HASH;
  #found: BrokenJournal | null = null;
  #isErased = false;
  readonly #sealed: JournalHead[] = [];

  constructor(
    readonly runId: string,
    readonly hash: HashText,
  ) {}

  /** In the order of their rows. */
  expect(head: JournalHead): void {
    this.#sealed.push(head);
  }

  mayBeEmpty(): void {
    this.#isErased = true;
  }

  take(row: Row): void {
    if (this.#found !== null) return;
    const { seq, payload, payloadHash, prevHash } = row;
    const at = new Date(row.at).toISOString();
    const isWhole =
      prevHash === this.#prevHash &&
      (payload === null || this.hash(Buffer.from(payload).toString('utf8')) === payloadHash) &&
      chainHash({ ...row, at }, payloadHash, prevHash, this.hash) === row.hash;
    if (seq !== this.#seq + 1) this.#say(seq, 'missing');
    else if (!isWhole) this.#say(seq, 'changed');
    else if (payload === null && !this.#isErased) this.#say(seq, 'emptied');
    else this.#compare(row);
    this.#seq = seq;
    this.#prevHash = row.hash;
  }

  fault(): BrokenJournal | null {
    const [unmet] = this.#sealed;
    if (this.#found === null && unmet !== undefined)
      this.#say(unmet.seq, this.#seq === 0 ? 'removed' : 'cut_off');
    return this.#found;
  }

  #compare({ seq, hash }: Row): void {
    while (this.#sealed[0]?.seq === seq) {
      const head = this.#sealed.shift();
      if (head?.hash !== hash) this.#say(seq, 'rewritten');
    }
  }

  #say(seq: number, fault: JournalFault): void {
    this.#found ??= { runId: this.runId, seq, fault };
  }
}
