// What a run that stands at a bound, or is paused, does not keep from others: the keys and resources of calls that certainly did not happen.
import type { RunState, ToolStepState } from '@/lib/domain/run-state';
import type { EffectCompletion } from '@/lib/ports/effect-ledger';
import { ownedEffect } from './owned-effect';
import { findStep, isToolStep, mayHaveHappened } from './step-access';

const STOPPED_BEFORE = {
  code: 'run_stands',
  message: 'The run was paused, or reached a bound, before this call was made again.',
  class: 'fatal',
} as const;

const stands = ({ bound, paused }: RunState) => bound !== null || paused !== null;

/**
 * Of the steps that came to be so with this row. Once the run goes on the call is claimed anew, as after a failure that is certain. A call that
 * may have happened keeps its key, because only its own run can settle it; and an undo keeps it, so that what it undoes is not given out as done.
 */
export function givenBack(before: RunState, after: RunState): EffectCompletion[] {
  if (!stands(after)) return [];
  return after.steps.filter(isToolStep).flatMap((step) => {
    if (!isIdle(step)) return [];
    const earlier = findStep(before, step.step);
    if (stands(before) && earlier !== undefined && isToolStep(earlier) && isIdle(earlier)) return [];
    const id = ownedEffect(after, step);
    return id === null ? [] : [{ ...id, status: 'failed_final', error: STOPPED_BEFORE }];
  });
}

function isIdle(step: ToolStepState): boolean {
  if (step.undo !== null || (step.status !== 'retrying' && step.status !== 'in_doubt')) return false;
  return !mayHaveHappened(step);
}
