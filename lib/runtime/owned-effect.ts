// The place in the ledger that a step's call has claimed or is about to; refuses a read, and a call of which no attempt was made.
import { effectIdOf } from '@/lib/domain/effect';
import type { PlannedCall } from '@/lib/domain/planned-call';
import type { RunState, ToolStepState } from '@/lib/domain/run-state';

export function ownedEffect(state: RunState, step: ToolStepState) {
  if (step.call === null || step.call.effect === 'read' || step.attempts.length === 0) return null;
  return {
    ...effectIdOf(step.call),
    runId: state.runId,
    step: step.step,
    fence: state.fence,
    ...(step.call.followUp && { contactKey: step.call.followUp.correlationKey }),
    ...resourceOf(step.call),
  };
}

export const resourceOf = ({ resource }: PlannedCall) => (resource === undefined ? {} : { resource });
