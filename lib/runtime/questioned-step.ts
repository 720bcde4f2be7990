// Which step a decision is about, and whether it is obeyed: a word that came too early, or after the receiver's own, sends nothing.
import type { z } from 'zod';
import { DECISIONS_OF_KIND } from '@/lib/domain/approval';
import type { decisionInput } from '@/lib/domain/journal-input';
import type { RunInput } from '@/lib/domain/run-input';
import type { RunState, ToolStepState } from '@/lib/domain/run-state';
import { settlingEvidence } from './fold-late-answer';
import { findStep, isToolStep } from './step-access';

type Decision = Extract<RunInput, { type: 'decision' }>;
type Unheeded = z.infer<typeof decisionInput>['unheeded'];

/** The step whose open question this decides: same approval, same hash, and a decision that this kind of question allows. */
export function questionedStep(state: RunState, input: Decision): ToolStepState | null {
  const step = findStep(state, input.step);
  if (step === undefined || !isToolStep(step) || step.approval === null) return null;
  if (step.approval.id !== input.approvalId || step.approval.payloadHash !== input.payloadHash) return null;
  const open = step.approval.kind === 'unknown_outcome' ? 'unknown' : 'awaiting_approval';
  if (step.status !== open) return null;
  if (input.decision === 'expire') return step.approval.kind === 'unknown_outcome' ? null : step;
  if (input.decision === 'unopposed' || input.decision === 'window_lost')
    return step.approval.onExpiry === 'execute' ? step : null;
  return DECISIONS_OF_KIND[step.approval.kind].includes(input.decision) ? step : null;
}

/** Whether a request of this step that has left may still reach its receiver at that instant. */
export function mayStillArrive({ settlesAt }: Pick<ToolStepState, 'settlesAt'>, nowMs: number): boolean {
  return settlesAt !== null && nowMs < Date.parse(settlesAt);
}

/**
 * Why "it did not happen" is not obeyed, for the row that records it; undefined for all that is. What was said while the call might still arrive
 * says nothing of the call, and the receiver's own word, where it came first, says more.
 */
export function unheededBecause(state: RunState, input: Decision): Unheeded {
  if (input.decision !== 'did_not_happen') return undefined;
  const step = questionedStep(state, input);
  if (step === null) return undefined;
  if (settlingEvidence(step) !== null) return 'receiver_answered';
  return mayStillArrive(step, Date.parse(input.decidedAt)) ? 'may_still_arrive' : undefined;
}
