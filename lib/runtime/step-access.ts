// Finding and changing one step of a state; every change of status goes through the machine.
import { transition } from '@/lib/domain/machine';
import type { HeldCall } from '@/lib/domain/model-hold';
import type {
  AttemptState,
  ModelStepState,
  RunState,
  StepState,
  ToolStepState,
} from '@/lib/domain/run-state';
import { STEP_MACHINE, type StepStatus } from '@/lib/domain/step';

/** undefined where there never was such a step, or it is settled and let go. */
export function findStep({ steps }: RunState, step: number): StepState | undefined {
  const inPlace = steps[step - 1];
  return inPlace?.step === step ? inPlace : steps.find((one) => one.step === step);
}

/** @throws where `findStep` finds none. */
export function stepAt(state: RunState, step: number): StepState {
  const found = findStep(state, step);
  if (found === undefined) throw new Error(`run ${state.runId} has no step ${step}`);
  return found;
}

export function toolStepAt(state: RunState, step: number): ToolStepState {
  const found = stepAt(state, step);
  if (found.kind !== 'tool') throw new Error(`step ${step} is a ${found.kind} step`);
  return found;
}

export function modelStepAt(state: RunState, step: number): ModelStepState {
  const found = stepAt(state, step);
  if (found.kind !== 'model') throw new Error(`step ${step} is a ${found.kind} step`);
  return found;
}

/** A step that may cost something. */
export function pricedStepAt(state: RunState, step: number): ModelStepState | ToolStepState {
  const found = stepAt(state, step);
  if (found.kind === 'finish') throw new Error(`step ${step} costs nothing`);
  return found;
}

/** What is held for the attempt that is open or was lost. */
export function heldIn(step: StepState | undefined): HeldCall | null {
  return step === undefined || step.kind === 'finish' ? null : step.held;
}

export function isToolStep(step: StepState): step is ToolStepState {
  return step.kind === 'tool';
}

/** Puts a changed step in its place. @throws IllegalTransitionError when its status may not follow the one it had. */
export function withStep<S extends StepState>(state: RunState, before: S, change: Partial<S>): RunState {
  const next = { ...before, ...change };
  if (next.status !== before.status) transition(STEP_MACHINE, before.status, next.status);
  const { steps } = state;
  const inPlace = steps[before.step - 1]?.step === before.step;
  const place = inPlace ? before.step - 1 : steps.findIndex(({ step }) => step === before.step);
  return { ...state, steps: steps.with(place, next) };
}

export function withNewSteps(state: RunState, added: readonly StepState[]): RunState {
  return {
    ...state,
    steps: [...state.steps, ...added],
    usage: { ...state.usage, steps: state.usage.steps + added.length },
  };
}

/** Of an open step: whether its last attempt may have happened. One that was looked up and is to be sent again did not. */
export function mayHaveHappened(step: ToolStepState): boolean {
  const lookedUp = step.status === 'retrying' && step.call?.effect === 'reconcilable' && step.next === 'send';
  return step.status === 'running' || step.status === 'unknown' || (step.doubt && !lookedUp);
}

export function openedAttempt(attempt: number, mode: AttemptState['mode'], at: string): AttemptState {
  return { attempt, mode, startedAt: at, finishedAt: null, outcome: null, error: null };
}

/** Closes the attempt of that number where it is still open; others stay as they are. */
export function closeAttempt(
  attempts: readonly AttemptState[],
  attempt: number,
  at: string,
  outcome: NonNullable<AttemptState['outcome']>,
  error: AttemptState['error'] = null,
): readonly AttemptState[] {
  return attempts.map((one) =>
    one.attempt === attempt && one.finishedAt === null ? { ...one, finishedAt: at, outcome, error } : one,
  );
}

export const freshStep = (step: number, status: StepStatus, at: string) => ({
  step,
  status,
  attempts: [],
  retryAt: null,
  deferred: null,
  error: null,
  startedAt: at,
  finishedAt: null,
  recoveries: 0,
  forgivenAttempts: 0,
});
