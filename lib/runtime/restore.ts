// From the end of a journal to the state it stands for: by its newest snapshot where that can be read, else by the whole journal. No second reducer: what follows the snapshot is folded as ever.
import type { HashText, JournalRow } from '@/lib/domain/journal-row';
import type { ContextMessage } from '@/lib/domain/message';
import type { RunState } from '@/lib/domain/run-state';
import { type Snapshot, snapshot } from '@/lib/domain/snapshot';
import type { Logger } from '@/lib/ports/logger';
import type { ClaimedRun } from '@/lib/ports/run-claims';
import type { RunStore } from '@/lib/ports/run-store';
import { decodeRow, JournalUnreadableError } from './decode-row';
import { foldRow } from './fold';
import { startState } from './fold-run';
import { letGo } from './let-go';

type Ports = {
  readonly store: Pick<RunStore, 'loadTail' | 'loadJournal'>;
  readonly hash: HashText;
  readonly logger: Logger;
};
export type Loaded = { readonly state: RunState; readonly rows: readonly JournalRow[] };

/** The state a run goes on with, and the rows it was made from, the newest last. @throws what can't be read, as the store and the fold say it. */
export async function loadState(
  { runId, journal }: Pick<ClaimedRun, 'runId' | 'journal'>,
  { store, hash, logger }: Ports,
): Promise<Loaded> {
  if (journal !== undefined) return { state: foldOn(null, journal), rows: journal };
  const rows = await store.loadTail(runId);
  const state = restored(rows, hash);
  if (state !== null) return { state, rows };
  const whole = await store.loadJournal(runId);
  logger.warn('a snapshot can not be read, the whole journal was', { runId });
  // The next one holds the whole conversation, so that none is built on what can't be read.
  return { state: { ...foldOn(null, whole), snapshots: [], snapshotMessages: 0 }, rows: whole };
}

/** @param rows as `RunStore.loadTail` gives them. @returns null where a snapshot among them can't be read. */
export function restored(rows: readonly JournalRow[], hash: HashText): RunState | null {
  const newest = rows.findLastIndex(({ kind }) => kind === 'snapshot');
  if (newest < 0) return foldOn(null, rows);
  const [start, ...snapshots] = rows.slice(0, newest + 1);
  const state = start && stateAtSnapshot(start, snapshots, hash);
  return state ? foldOn(state, rows.slice(newest + 1)) : null;
}

/** As a run goes on: each step is let go as soon as nothing asks for it. */
export function foldOn(before: RunState | null, rows: readonly JournalRow[]): RunState {
  let state = before;
  for (const row of rows) state = foldRow(state && letGo(state), row);
  if (state === null) throw new JournalUnreadableError('a journal has at least its start row');
  return state;
}

function stateAtSnapshot(start: JournalRow, rows: readonly JournalRow[], hash: HashText): RunState | null {
  const context: ContextMessage[] = [];
  let newest: Snapshot | null = null;
  for (const row of rows) {
    newest = readSnapshot(row, hash);
    // A snapshot that builds on others than the ones before it here builds on one that is not there.
    if (newest === null || newest.after !== context.length) return null;
    for (const message of newest.messages) context.push(message);
  }
  const entry = decodeRow(start);
  const last = rows.at(-1);
  if (newest === null || last === undefined) return null;
  if (entry.kind !== 'input' || entry.payload.type !== 'start') return null;
  return {
    ...startState(start, entry.payload),
    ...newest.state,
    context,
    seq: last.seq,
    lastHash: last.hash,
    snapshots: rows.map(({ seq }) => seq),
    snapshotMessages: context.length,
  };
}

function readSnapshot(row: JournalRow, hash: HashText): Snapshot | null {
  if (row.kind !== 'snapshot' || row.payloadHash !== hash(row.payload)) return null;
  try {
    const parsed = snapshot.safeParse(JSON.parse(row.payload));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
