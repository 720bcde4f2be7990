// What the store in memory keeps of a run and of an approval.
import { APPROVAL_MACHINE, type ApprovalStatus } from '@/lib/domain/approval';
import { DEAD_LETTER_MACHINE } from '@/lib/domain/dead-letter';
import { escalationOf } from '@/lib/domain/escalation-input';
import { isDryRun } from '@/lib/domain/fork';
import type { WindowEnd } from '@/lib/domain/journal-input';
import type { JournalRow } from '@/lib/domain/journal-row';
import { reopen, transition } from '@/lib/domain/machine';
import { SYSTEM_ACTOR } from '@/lib/domain/principal';
import { RUN_REDRIVE, TERMINAL_RUN_STATUSES } from '@/lib/domain/run';
import type { RunInput, StoredRunInput } from '@/lib/domain/run-input';
import { isoAt } from '@/lib/ports/clock';
import type { NewApproval, NewRun, RunCommit } from '@/lib/ports/run-store';
import type { StoredDeadLetter, StoredRun } from '@/lib/ports/run-store-harness';

export type RunRecord = StoredRun & {
  readonly new: NewRun;
  readonly rows: JournalRow[];
  readonly inputs: StoredRunInput[];
  /** Keys under which inputs came that come once. */
  readonly told: Set<string>;
  fence: number;
  owner: string | null;
  /** Claimed without a place: it only ends, and counts in no limit. */
  placeless: boolean;
  /** As its last claim counted them. */
  lostOwners: number;
  dueAtMs: number | null;
  parkedAtMs: number | null;
  seenInputSeq: number;
};
export type LetterRecord = { -readonly [K in keyof StoredDeadLetter]: StoredDeadLetter[K] } & {
  readonly runId: string;
};
export type ApprovalRecord = { approval: NewApproval; status: ApprovalStatus };
export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** As it is created: queued, and due since then. */
export function freshRecord(run: NewRun): RunRecord {
  return {
    new: run,
    rows: [run.startRow, ...(run.more ?? [])],
    inputs: [],
    told: new Set(),
    fence: 0,
    owner: null,
    placeless: false,
    lostOwners: 0,
    dueAtMs: Date.parse(run.createdAt),
    parkedAtMs: null,
    seenInputSeq: 0,
    status: 'queued',
    waiting: null,
    output: null,
    error: null,
    finishedAt: null,
    summary: null,
  };
}

/** Approvals that nobody decided in time go on to those who are asked next or expire, and their runs are told so. @returns those runs. */
export function expireLate(
  approvals: readonly ApprovalRecord[],
  limit: number,
  nowMs: number,
  tell: (runId: string, input: RunInput) => void,
): readonly string[] {
  const late = approvals.filter(
    ({ approval: { request }, status }) =>
      status === 'pending' &&
      request.expiresAt !== null &&
      request.onExpiry !== 'execute' &&
      Date.parse(request.expiresAt) <= nowMs,
  );
  return late.slice(0, limit).map((record) => {
    tell(record.approval.runId, goOn(record, nowMs));
    return record.approval.runId;
  });
}

function goOn(record: ApprovalRecord, nowMs: number): RunInput {
  const { step, request } = record.approval;
  if (request.onExpiry !== 'escalate') {
    record.status = transition(APPROVAL_MACHINE, record.status, 'expired');
    return endedInput(record, 'expire', null, nowMs);
  }
  const { escalationLevel: level = 0, escalateTo: levels = [] } = request;
  const input = escalationOf({ approvalId: request.id, step, level, levels }, nowMs);
  const { requiredRole, onExpiry, until: expiresAt } = input;
  const asked = { ...request, escalationLevel: input.level, requiredRole, onExpiry, expiresAt };
  record.approval = { ...record.approval, request: asked };
  return input;
}

/** What a run is told when the time of an approval ends it. */
export function endedInput(
  { approval: { step, request } }: ApprovalRecord,
  decision: 'expire' | WindowEnd,
  reason: string | null,
  nowMs: number,
): RunInput {
  return {
    type: 'decision',
    by: SYSTEM_ACTOR,
    approvalId: request.id,
    step,
    decision,
    payloadHash: request.payloadHash,
    arguments: null,
    answer: null,
    reason,
    decidedAt: isoAt(nowMs),
  };
}

/** Nobody has it, and it was told to end: nothing else is left for it. */
export const isDry = (run: RunRecord, runId = run.new.runId): boolean =>
  isDryRun(run.new.runId) && run.new.runId === runId;

export function isCancelled(run: RunRecord): boolean {
  const { owner, status, inputs, seenInputSeq } = run;
  if (isDry(run) || owner !== null || TERMINAL_RUN_STATUSES.has(status)) return false;
  return inputs.some(({ inputSeq, input }) => inputSeq > seenInputSeq && input.type === 'cancel');
}

/** Once under a key, whatever became of the run; with `seen` only while it goes on and was told nothing since. */
export function tellInMemory(
  run: RunRecord | undefined,
  ...[input, key, seen]: [RunInput, string, number?]
): boolean {
  if (run === undefined || run.told.has(key)) return false;
  if (seen !== undefined && (run.inputs.length !== seen || TERMINAL_RUN_STATUSES.has(run.status)))
    return false;
  run.told.add(key);
  run.inputs.push({ inputSeq: run.inputs.length + 1, input });
  return true;
}

/** A failed run goes on, and its open letter is redriven. @returns false where there is none; nothing is changed then. */
export function reopenInMemory(
  run: Mutable<RunRecord>,
  letters: readonly LetterRecord[],
  nowMs: number,
): boolean {
  const letter = letters.find((one) => one.runId === run.new.runId && one.state === 'open');
  if (run.status !== 'failed' || letter === undefined) return false;
  letter.state = transition(DEAD_LETTER_MACHINE, letter.state, 'redriven');
  run.status = reopen(RUN_REDRIVE, run.status, 'queued');
  run.error = null;
  run.finishedAt = null;
  run.dueAtMs = nowMs;
  return true;
}

/** @throws Error where an approval's id stands there already. */
export function refuseUsedIds({ approvals }: RunCommit, standing: { has(id: string): boolean }): void {
  const ids = approvals.map(({ request }) => request.id);
  if (new Set(ids).size < ids.length || ids.some((id) => standing.has(id)))
    throw new Error('an approval id is used once');
}
