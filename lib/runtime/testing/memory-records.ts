// What the store in memory keeps of a run and of an approval.
import type { ApprovalStatus } from '@/lib/domain/approval';
import type { JournalRow } from '@/lib/domain/journal-row';
import type { StoredRunInput } from '@/lib/domain/run-input';
import type { NewApproval, NewRun } from '@/lib/ports/run-store';
import type { StoredRun } from '@/lib/ports/run-store-harness';

export type RunRecord = StoredRun & {
  readonly new: NewRun;
  readonly rows: JournalRow[];
  readonly inputs: StoredRunInput[];
  fence: number;
  owner: string | null;
  dueAtMs: number | null;
  seenInputSeq: number;
};
export type ApprovalRecord = { readonly approval: NewApproval; status: ApprovalStatus };
export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** As it is created: queued, and due since then. */
export function freshRecord(run: NewRun): RunRecord {
  return {
    new: run,
    rows: [run.startRow],
    inputs: [],
    fence: 0,
    owner: null,
    dueAtMs: Date.parse(run.createdAt),
    seenInputSeq: 0,
    status: 'queued',
    waiting: null,
    output: null,
    error: null,
    finishedAt: null,
    summary: null,
  };
}
