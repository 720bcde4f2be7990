// A failed run that a person sends on: what the end cut off and what failed is taken up anew; what is settled stays settled.
import type { z } from 'zod';
import type { redriveInput } from '@/lib/domain/journal-input';
import { reopen } from '@/lib/domain/machine';
import { raisedBy } from '@/lib/domain/run';
import type { RunState, StepState, ToolStepState } from '@/lib/domain/run-state';
import { SETTLED_STEP_STATUSES, STEP_REDRIVE } from '@/lib/domain/step';
import { findStep, isToolStep, mayHaveHappened } from './step-access';

type Redrive = z.infer<typeof redriveInput>;

/** What a person has to settle before the call is sent again: the ledger says `unknown` and would not give it out. */
const ENDED_IN_DOUBT = {
  code: 'run_ended',
  message: 'The run ended while this call was in doubt.',
  class: 'unknown',
} as const;

/** A run without an end was ended by its fence alone: whatever stands open was cut off, and its effects were left unknown. */
export function foldRedrive(state: RunState, input: Redrive): RunState {
  const condemned = state.end === null;
  const open = state.end?.cut ?? state.steps.filter((step) => !SETTLED_STEP_STATUSES.has(step.status));
  // The summary of where it stopped is not written any more once it goes on.
  const cut = open.filter((step) => step.kind !== 'model' || !step.isSummary);
  const reopened = new Map<number, StepState>();
  for (const step of cut) reopened.set(step.step, takenUp(withEvidence(step, state), condemned));
  for (const step of state.steps.filter((one) => brokeTheRun(state, one))) {
    if (!reopened.has(step.step)) reopened.set(step.step, takenUp(step, condemned));
  }
  return {
    ...state,
    steps: state.steps.map((step) => {
      const next = reopened.get(step.step);
      if (next === undefined) return step;
      if (next.status !== step.status) reopen(STEP_REDRIVE, step.status, next.status);
      return next;
    }),
    ...withoutAnswersTo([...reopened.values()], state),
    limits: raisedBy(state.limits, input.limits),
    deadlineAt: input.deadlineAt,
    givenDeadlineAt: null,
    humanWaitSince: null,
    invalidAnswers: 0,
    deferredModel: null,
    paused: null,
    bound: null,
    partial: null,
    end: null,
  };
}

/** The steps whose failure failed the run: a poisoned one, a model step that nothing follows, an undo that was not made. */
function brokeTheRun(state: RunState, step: StepState): boolean {
  if (state.compensation !== null)
    return SETTLED_STEP_STATUSES.has(step.status) && step.status !== 'succeeded';
  if (step.status !== 'failed') return false;
  if (step.error?.code === 'poison_step') return true;
  return step.kind === 'model' && !step.isSummary && !step.isSetAside && step === state.steps.at(-1);
}

/** What receivers said since the end. */
function withEvidence(step: StepState, state: RunState): StepState {
  const now = findStep(state, step.step);
  return isToolStep(step) && now?.kind === 'tool' ? { ...step, evidence: now.evidence } : step;
}

function takenUp(step: StepState, condemned: boolean): StepState {
  const anew = {
    retryAt: null,
    deferred: null,
    error: null,
    finishedAt: null,
    recoveries: 0,
    forgivenAttempts: step.attempts.length,
  };
  if (!isToolStep(step)) return { ...step, ...anew, status: 'retrying' };
  const unsent = { ...anew, approval: null, approvedHash: null, verdict: null, settlesAt: null, wait: null };
  if (step.attempts.length > 0 && step.call?.effect === 'read') {
    return { ...step, ...unsent, status: 'retrying', next: 'send', doubt: false };
  }
  if (isDoubtful(step, condemned)) {
    const doubt = { next: 'send', doubt: true, onlyPerson: true, error: ENDED_IN_DOUBT } as const;
    return { ...step, ...unsent, ...doubt, status: 'in_doubt' };
  }
  // It certainly did not happen: it is asked for as if for the first time, whatever was approved before the run failed.
  return {
    ...step,
    ...unsent,
    status: 'proposed',
    admission: null,
    next: null,
    doubt: false,
    ruledOutAttempts: step.attempts.length,
  };
}

function isDoubtful(step: ToolStepState, condemned: boolean): boolean {
  if (step.attempts.length === 0) return false;
  return condemned || mayHaveHappened(step);
}

/** A poisoned call was answered with its failure; it will be answered again. What snapshots hold of the conversation is then no beginning of it any more. */
function withoutAnswersTo(
  steps: readonly StepState[],
  { context, countedInput, snapshots, snapshotMessages }: RunState,
): Pick<RunState, 'context' | 'countedInput' | 'snapshots' | 'snapshotMessages'> {
  const numbers = new Set(steps.map(({ step }) => step));
  const left = context.filter((message) => message.role !== 'tool' || !numbers.has(message.step));
  const isWhole = left.length === context.length;
  return isWhole
    ? { context, countedInput, snapshots, snapshotMessages }
    : { context: left, countedInput: null, snapshots: [], snapshotMessages: 0 };
}
