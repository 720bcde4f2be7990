// What attempts cost, in their steps and in the run; what was held for one that was lost counts as spent.
import type { z } from 'zod';
import type { ToolResult } from '@/lib/domain/journal-payload';
import type { chargedFact } from '@/lib/domain/model-hold';
import type { TokenUsage } from '@/lib/domain/money';
import type { RunState, ToolStepState } from '@/lib/domain/run-state';
import { pricedStepAt, withStep } from './step-access';

/** The step stays in doubt; what the lost attempt may have cost is counted before it is taken up again. */
export function foldCharged(state: RunState, fact: z.infer<typeof chargedFact>): RunState {
  const step = pricedStepAt(state, fact.step);
  const charged = {
    costMicroUsd: step.costMicroUsd + fact.costMicroUsd,
    held: null,
    estimated: true,
  };
  const counted = withUsage(state, fact);
  if (step.kind !== 'model' || step.route === null) return withStep(counted, step, charged);
  // Lost on the top rung as well, for all that is known.
  return withStep(counted, step, { ...charged, topMicroUsd: step.topMicroUsd + fact.costMicroUsd });
}

/** The figures of a tool's step after an attempt. */
export function chargedBy(
  step: ToolStepState,
  { spent }: ToolResult,
): Pick<ToolStepState, 'held' | 'costMicroUsd' | 'estimated'> {
  return {
    held: null,
    costMicroUsd: step.costMicroUsd + (spent?.microUsd ?? 0),
    estimated: step.estimated || spent?.estimated === true,
  };
}

export function withUsage(
  state: RunState,
  used: { readonly usage: TokenUsage | null; readonly costMicroUsd: number },
): RunState {
  const tokens = (used.usage?.inputTokens ?? 0) + (used.usage?.outputTokens ?? 0);
  const { usage } = state;
  return {
    ...state,
    usage: {
      ...usage,
      tokens: usage.tokens + tokens,
      costMicroUsd: usage.costMicroUsd + used.costMicroUsd,
    },
  };
}
