// Which time of a run does not count: while a person or an event is waited for, unless its agent counts the waits for approvals. Pure.
import type { RunState } from '@/lib/domain/run-state';
import type { StepStatus } from '@/lib/domain/step';

const FOR_A_PERSON: ReadonlySet<StepStatus> = new Set(['awaiting_approval', 'unknown']);

/** For a person or an event: time in which the run can do nothing for its deadline. */
export function waitsForOutside({ paused, bound, steps, countsApprovalWaits }: RunState): boolean {
  if (paused !== null || bound !== null) return true;
  return steps.some(
    ({ status }) => status === 'waiting' || (!countsApprovalWaits && FOR_A_PERSON.has(status)),
  );
}

/** Something is waited for from here on, unless something was before. */
export function waitingSince(state: RunState, at: string): RunState {
  return waitsForOutside(state) ? { ...state, humanWaitSince: state.humanWaitSince ?? at } : state;
}

/** The time waited up to `at` is part of the new deadline; a wait that goes on is measured from here, so that none counts twice. */
export function withHumanWait(state: RunState, at: string): RunState {
  return { ...state, humanWaitSince: waitsForOutside(state) ? at : null };
}
