// The next call of a compensation becomes a step; refuses one that is not the next of its plan.
import type { z } from 'zod';
import type { undoFact } from '@/lib/domain/compensation';
import type { RunState } from '@/lib/domain/run-state';
import { proposedStep } from './proposed-step';
import { withNewSteps } from './step-access';

export function foldUndo(state: RunState, { step, index }: z.infer<typeof undoFact>, at: string): RunState {
  const undo = state.compensation?.calls[index];
  if (undo === undefined || step !== state.usage.steps + 1)
    throw new Error(`run ${state.runId} has no undo ${index} at step ${step}`);
  const { tool, arguments: args } = undo;
  // Nobody stated a confidence: a person, or the tool's declaration, asks for this call.
  const decision = { chosen: tool, confidence: null, reasoning: null, alternatives: null };
  const call = { callId: `undo-${index + 1}`, step, tool, arguments: args, decision };
  return withNewSteps(state, [proposedStep(call, at, undo)]);
}
