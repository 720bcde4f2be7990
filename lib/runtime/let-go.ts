// Which settled steps a run that goes on still needs; the others are let go, so that a state is as large as what is open and not as what was done. Pure.
import type { RunState, StepState } from '@/lib/domain/run-state';
import { SETTLED_STEP_STATUSES } from '@/lib/domain/step';

/** Not worth looking through. */
const FEW = 4;

/**
 * The same state without the steps that no later row and no decision asks for. What is let go stays so: whatever may be wanted again (by a redrive)
 * is kept until then, so that it does not matter when this is called, and a state let go early is the same as one let go late.
 *
 * Kept: what is open, or was when the run ended; the last step, which says whether the run ends; poisoned ones, which fail it; the last
 * failure, which a dead letter names. Loops are seen without them (loop-watch.ts). A compensation keeps all, since its output lists them: its plan is its bound.
 */
export function letGo(state: RunState): RunState {
  if (state.compensation !== null || state.usage.steps <= FEW) return state;
  const { steps, end } = state;
  const last = steps.at(-1);
  const cut = new Set(end?.cut.map(({ step }) => step));
  // Whatever a redrive takes up again is no candidate, or an earlier failure would be wanted back.
  const failure = steps.findLast((step) => step !== last && hasFailed(step) && !cut.has(step.step));
  const kept = steps.filter(
    (step) =>
      !SETTLED_STEP_STATUSES.has(step.status) ||
      step === last ||
      step === failure ||
      isPoisoned(step) ||
      cut.has(step.step),
  );
  return kept.length === steps.length ? state : { ...state, steps: kept };
}

const isPoisoned = ({ error }: StepState) => error?.code === 'poison_step';
const hasFailed = (step: StepState) => step.status === 'failed' && step.error !== null && !isPoisoned(step);
