// What a run does next. Pure and deterministic: the same journal gives the same move, in a replay as in production.
import type { RecordedError } from '@/lib/domain/errors';
import type { JsonValue } from '@/lib/domain/json';
import type { LimitBound, RunError, Waiting } from '@/lib/domain/run';
import type { RunState, StepState, ToolStepState } from '@/lib/domain/run-state';
import { SETTLED_STEP_STATUSES } from '@/lib/domain/step';
import { boundFailure } from './bound-age';
import { nextUndo, type UndoMove, undoFailure } from './decide-undo';
import { isBusy } from './effect-places';
import { settlingEvidence } from './fold-late-answer';
import { reachedLimit } from './limits';
import { MAX_INVALID_ANSWERS, MAX_RECOVERIES } from './runtime-constants';
import { heldIn, isToolStep } from './step-access';
import { isSummaryDue, lostSummary } from './summary-due';
import { waitingOf } from './waiting';

/** One attempt that is due at an instant, or at once when `at` is null. */
export type DueAttempt = {
  readonly step: number;
  readonly kind: 'model' | 'tool';
  /** admit: it was put off before its first attempt, and is looked at as if for the first time. */
  readonly mode: 'admit' | 'send' | 'look_up';
  readonly at: string | null;
  /** Something outside stands against it, which may be gone earlier. */
  readonly deferred: boolean;
};

export type Move =
  /** Ask the model for the next calls, as a new step. */
  | { readonly kind: 'call_model'; readonly step: number }
  /** Ask the model for a last summary of the run, which is stopped; once. */
  | { readonly kind: 'summarise'; readonly step: number }
  /** Admit the calls of one answer, all of them together. */
  | { readonly kind: 'begin'; readonly steps: readonly number[] }
  /** Check approved calls again and send them. */
  | { readonly kind: 'dispatch'; readonly steps: readonly number[] }
  /** Repeat what failed or was in doubt, each when its time has come. */
  | { readonly kind: 'attempt'; readonly attempts: readonly DueAttempt[] }
  /** Only a person can tell whether these happened. */
  | { readonly kind: 'ask_unknown'; readonly step: number; readonly error: RecordedError }
  /** An attempt was lost with its worker: what was held for it is counted as spent. */
  | { readonly kind: 'charge'; readonly step: number }
  /** An answer that came after its time settles what had no result. */
  | { readonly kind: 'take_evidence'; readonly step: number }
  | { readonly kind: 'give_up'; readonly step: number; readonly error: RecordedError }
  | Extract<UndoMove, { kind: 'undo' }>
  | { readonly kind: 'bound'; readonly bound: LimitBound; readonly message: string }
  /** Steps are in flight and nothing else is to be done. */
  | { readonly kind: 'wait' }
  | { readonly kind: 'park'; readonly waiting: Waiting }
  | {
      readonly kind: 'end';
      readonly status: 'succeeded' | 'failed' | 'cancelled';
      readonly output: JsonValue | null;
      readonly error: RunError | null;
    };

const WAIT: Move = { kind: 'wait' };

/** Order: what is broken or in doubt is settled first; then cancelled before finished before failed before paused before bound before work. */
export function decide(state: RunState): Move {
  const inFlight = state.steps.some((step) => step.status === 'running');
  return (
    uncharged(state) ??
    provenLate(state) ??
    poisoned(state) ??
    lostSummary(state) ??
    unaskedUnknown(state) ??
    (state.cancelled ? afterCancel(state, inFlight) : null) ??
    finished(state) ??
    failed(state, inFlight) ??
    (state.paused ? (inFlight ? WAIT : park(state)) : null) ??
    (state.bound ? atBound(state, inFlight) : null) ??
    work(state, inFlight)
  );
}

/** Before anything else: no bound is true while the money of a lost attempt is not counted. */
function uncharged({ steps }: RunState): Move | null {
  const step = steps.find((one) => heldIn(one) !== null && one.status !== 'running');
  return step === undefined ? null : { kind: 'charge', step: step.step };
}

/** Before anything else is done about a step in doubt: the receiver has said what became of it. */
function provenLate(state: RunState): Move | null {
  const step = state.steps.find((one) => isToolStep(one) && settlingEvidence(one) !== null);
  return step === undefined ? null : { kind: 'take_evidence', step: step.step };
}

function poisoned(state: RunState): Move | null {
  const step = state.steps.find((one) => one.status === 'in_doubt' && one.recoveries > MAX_RECOVERIES);
  if (step === undefined) return null;
  const message = `A worker was lost ${step.recoveries} times while this step was under way.`;
  // The class keeps what may have happened in doubt: the effect ledger says unknown, not failed.
  const mayHaveHappened = isToolStep(step) && step.doubt;
  const error = { code: 'poison_step', message, class: mayHaveHappened ? 'unknown' : 'fatal' } as const;
  return { kind: 'give_up', step: step.step, error };
}

/** An unsafe call in doubt, and any in whose doubt the run had ended; once the run is cancelled also an idempotent one, because repeating it might be what makes it happen. */
function unaskedUnknown(state: RunState): Move | null {
  const step = state.steps.filter(isToolStep).find((one) => {
    if (one.call === null || !one.doubt) return false;
    if (isAnsweredInVain(one)) return true;
    if (one.status !== 'in_doubt' && one.status !== 'retrying') return false;
    if (one.onlyPerson) return true;
    return one.call.effect === 'unsafe' || (state.cancelled !== null && one.call.effect === 'idempotent');
  });
  if (step === undefined) return null;
  const message = 'The worker was lost after the call may have been sent, and no answer was recorded.';
  const error = step.error ?? ({ code: 'worker_lost', message, class: 'unknown' } as const);
  if (!isAnsweredInVain(step)) return { kind: 'ask_unknown', step: step.step, error };
  const said = `${step.verdict?.by.label} said at ${step.verdict?.at} that it did not happen; it might still arrive until ${step.settlesAt}.`;
  return { kind: 'ask_unknown', step: step.step, error: { ...error, message: said } };
}

/** A person was asked and answered, and the answer was not obeyed: the question is open, and nobody is asked. */
function isAnsweredInVain({ status, verdict }: ToolStepState): boolean {
  return status === 'unknown' && verdict !== null;
}

/** Nothing new is sent; what is in flight or in doubt settles first. */
function afterCancel(state: RunState, inFlight: boolean): Move {
  const asked = lookUps(state);
  if (asked !== null) return asked;
  if (inFlight) return WAIT;
  if (state.steps.some((step) => step.status === 'unknown')) return park(state);
  const message = state.cancelled?.reason ?? '';
  return { kind: 'end', status: 'cancelled', output: null, error: { code: 'cancelled', message } };
}

/** No bound keeps a receiver from being asked what became of a call: others may wait for it. */
function atBound(state: RunState, inFlight: boolean): Move {
  const asked = lookUps(state);
  if (asked !== null) return asked;
  if (inFlight) return WAIT;
  return isSummaryDue(state) ? summarise(state) : park(state);
}

const summarise = ({ usage }: RunState): Move => ({ kind: 'summarise', step: usage.steps + 1 });

function lookUps(state: RunState): Move | null {
  const attempts = dueAttempts(state).filter((one) => one.mode === 'look_up');
  return attempts.length === 0 ? null : { kind: 'attempt', attempts };
}

function finished(state: RunState): Move | null {
  const last = state.steps.at(-1);
  if (last?.kind !== 'finish') return null;
  return { kind: 'end', status: 'succeeded', output: last.output, error: null };
}

function failed(state: RunState, inFlight: boolean): Move | null {
  const error = failureOf(state) ?? boundFailure(state);
  if (error === null) return null;
  return inFlight ? WAIT : { kind: 'end', status: 'failed', output: null, error };
}

function failureOf(state: RunState): RunError | null {
  const poison = state.steps.find((step) => step.error?.code === 'poison_step');
  if (poison?.error) return { code: 'poison_step', message: `Step ${poison.step}: ${poison.error.message}` };
  if (state.compensation !== null) return undoFailure(state);
  const last = state.steps.at(-1);
  if (last?.kind !== 'model' || last.isSummary || last.isSetAside) return null;
  if (last.status !== 'failed' || last.error === null) return null;
  const { code, message } = last.error;
  if (code !== 'model_invalid') return { code: 'model_failed', message: `${code}: ${message}` };
  return state.invalidAnswers < MAX_INVALID_ANSWERS ? null : { code, message };
}

function work(state: RunState, inFlight: boolean): Move {
  const proposed = undeferred(state, 'proposed');
  if (proposed.length > 0) {
    return reachedLimit(state, 'begin') ?? { kind: 'begin', steps: proposed };
  }
  const ready = undeferred(state, 'ready');
  if (ready.length > 0) return { kind: 'dispatch', steps: ready };
  if (!inFlight && isSummaryDue(state)) return summarise(state);
  const attempts = dueAttempts(state);
  if (attempts.length > 0) return { kind: 'attempt', attempts };
  if (inFlight) return WAIT;
  if (!state.steps.every((step) => SETTLED_STEP_STATUSES.has(step.status))) return park(state);
  if (state.compensation !== null) return nextUndo(state, state.compensation);
  return reachedLimit(state, 'call_model') ?? nextModelCall(state);
}

function nextModelCall(state: RunState): Move {
  const { deferredModel } = state;
  const step = state.usage.steps + 1;
  if (deferredModel === null) return { kind: 'call_model', step };
  const attempt = { step, kind: 'model', mode: 'send', at: deferredModel.until, deferred: true } as const;
  return { kind: 'attempt', attempts: [attempt] };
}

/** In the order in which they are due. */
function dueAttempts(state: RunState): DueAttempt[] {
  const due = state.steps.flatMap((step): DueAttempt[] => {
    const { step: number, status, deferred } = step;
    if (status === 'retrying' || status === 'in_doubt') {
      const mode = isToolStep(step) ? (step.next ?? 'send') : 'send';
      const kind = isToolStep(step) ? 'tool' : 'model';
      const waits = deferred !== null || (status === 'retrying' && isBusy(step.error));
      return [{ step: number, kind, mode, at: step.retryAt, deferred: waits }];
    }
    if (deferred === null || !isToolStep(step) || SETTLED_STEP_STATUSES.has(status)) return [];
    return [{ step: number, kind: 'tool', mode: 'admit', at: deferred.until, deferred: true }];
  });
  return due.sort((a, b) => (a.at ?? '').localeCompare(b.at ?? '') || a.step - b.step);
}

function undeferred(state: RunState, status: ToolStepState['status']): number[] {
  return state.steps
    .filter((step: StepState) => step.status === status && step.deferred === null)
    .map((step) => step.step);
}

function park(state: RunState): Move {
  return { kind: 'park', waiting: waitingOf(state) };
}
