// When a run that is stopped is to be summed up by its model, and what becomes of a summary that was lost. Pure.
import type { RecordedError } from '@/lib/domain/errors';
import type { RunState } from '@/lib/domain/run-state';
import { SETTLED_STEP_STATUSES } from '@/lib/domain/step';
import { isToolStep } from './step-access';

/**
 * Stopped by its tokens, its money, or a budget that refused twice, with something done and nothing under way; once until the model is asked for a move again. Calls of tools may
 * stand open, where they are what was stopped; a call of the model may not: what it answers is numbered from its own step on.
 */
export function isSummaryDue(state: RunState): boolean {
  const { summaryReserveMicroUsd, summary, bound, deferredModel, steps, usage } = state;
  if (summaryReserveMicroUsd === 0 || summary !== null || usage.steps === 0) return false;
  const open = steps.filter(({ status }) => !SETTLED_STEP_STATUSES.has(status));
  if (bound !== null)
    return (bound.bound === 'tokens' || bound.bound === 'cost') && open.every((step) => isToolStep(step));
  const refusals = [deferredModel, ...open.map(({ deferred }) => deferred)].filter((one) => one !== null);
  const isRefusedAgain = refusals.some(({ by, since }) => by === 'budget' && since !== undefined);
  return isRefusedAgain && open.every((step) => isToolStep(step) && step.deferred?.by === 'budget');
}

/** What was held for it is counted by now: a second one would cost as much again. */
export function lostSummary({
  steps,
}: RunState): { readonly kind: 'give_up'; readonly step: number; readonly error: RecordedError } | null {
  const step = steps.find((one) => one.kind === 'model' && one.isSummary && one.status === 'in_doubt');
  if (step === undefined) return null;
  const message = 'The worker was lost while the summary was written.';
  return { kind: 'give_up', step: step.step, error: { code: 'worker_lost', message, class: 'fatal' } };
}
