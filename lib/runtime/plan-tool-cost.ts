// What an attempt of a tool's call may cost, against what the run has left; too little left is a bound.
import type { RunState } from '@/lib/domain/run-state';
import type { ToolVersion } from '@/lib/domain/tool';
import type { ReachedLimit } from './limits';
import { heldIn } from './step-access';
import { summaryReserveOf } from './summary-reserve';

export type ToolCostPlan = { readonly kind: 'call'; readonly microUsd: number } | ReachedLimit;

/** Only what is sent costs; a question to the receiver is free. Calls that are under way count with what is held for them. */
export function planToolCost(
  state: Pick<RunState, 'limits' | 'usage' | 'steps' | 'summaryReserveMicroUsd'>,
  { name, definition }: Pick<ToolVersion, 'name' | 'definition'>,
  mode: 'send' | 'look_up',
): ToolCostPlan {
  const { limits, usage, steps } = state;
  const microUsd = mode === 'send' ? (definition.price?.perCallMicroUsd ?? 0) : 0;
  const held = steps.reduce((sum, step) => sum + (heldIn(step)?.microUsd ?? 0), 0);
  const left = Math.max(
    0,
    limits.maxCostMicroUsd - usage.costMicroUsd - held - summaryReserveOf(state).microUsd,
  );
  if (microUsd <= left) return { kind: 'call', microUsd };
  const message = `${left} of ${limits.maxCostMicroUsd} micro-USD are left, too little for a call of ${name} that may cost ${microUsd}.`;
  return { kind: 'bound', bound: 'cost', message };
}
