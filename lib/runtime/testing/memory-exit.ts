// How a commit leaves a run of the in-memory store: parked, ended or given back.
import { transition } from '@/lib/domain/machine';
import { RUN_MACHINE } from '@/lib/domain/run';
import type { CommitExit, Condemnation } from '@/lib/ports/run-store';
import { isDry, type LetterRecord, type Mutable, type RunRecord } from './memory-records';

/** @returns false when input came that the worker has not seen: nothing is changed. */
export function leaveRun(run: Mutable<RunRecord>, exit: CommitExit, nowMs: number): boolean {
  if (exit.kind === 'park' && run.inputs.length > exit.seenInputSeq) return false;
  run.summary = exit.summary;
  run.owner = null;
  switch (exit.kind) {
    case 'park':
      run.status = transition(RUN_MACHINE, run.status, 'waiting');
      run.waiting = exit.waiting;
      run.parkedAtMs = nowMs;
      run.seenInputSeq = exit.seenInputSeq;
      run.dueAtMs = exit.dueAt === null ? null : Date.parse(exit.dueAt);
      return true;
    case 'release':
      run.status = transition(RUN_MACHINE, run.status, 'queued');
      run.dueAtMs = nowMs;
      return true;
    case 'end':
      run.status = transition(RUN_MACHINE, run.status, exit.status);
      run.output = exit.output;
      run.error = exit.error;
      run.finishedAt = exit.finishedAt;
      return true;
  }
}

/** By its fence alone. @returns the letter that it leaves; none of a dry run. */
export function condemnInMemory(
  run: Mutable<RunRecord>,
  { code, message, at, deadLetter }: Condemnation,
): LetterRecord[] {
  run.status = transition(RUN_MACHINE, run.status, 'failed');
  run.owner = null;
  run.error = { code, message };
  run.finishedAt = at;
  run.lostOwners = 0;
  return isDry(run) ? [] : [{ ...deadLetter, runId: run.new.runId, code, message, state: 'open' }];
}
