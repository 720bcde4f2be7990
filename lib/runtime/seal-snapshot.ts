// When a snapshot is due and how it becomes a row; refuses one of a run that has ended, or that undoes another.
import { type HashText, JOURNAL_FORMAT, type JournalRow, sealRow } from '@/lib/domain/journal-row';
import type { RunState } from '@/lib/domain/run-state';
import { snapshotOf } from '@/lib/domain/snapshot';

/** A compensation keeps its steps, so that a snapshot would grow with each of them; its plan bounds its journal. */
export function isSnapshotDue({ seq, snapshots, compensation, end }: RunState, everyRows: number): boolean {
  return compensation === null && end === null && seq - (snapshots.at(-1) ?? 0) >= everyRows;
}

/** Nothing is redacted: all of it was when it was first stored, and a second time could make it differ from the rows that it stands for. */
export function sealSnapshot(
  state: RunState,
  at: string,
  { hash, runtimeVersion }: { readonly hash: HashText; readonly runtimeVersion: string },
): JournalRow {
  const header = {
    runId: state.runId,
    seq: state.seq + 1,
    kind: 'snapshot',
    step: null,
    at,
    format: JOURNAL_FORMAT,
    runtimeVersion,
  } as const;
  return sealRow(header, snapshotOf(state), { costMicroUsd: 0, tokens: 0 }, state.lastHash, hash);
}
