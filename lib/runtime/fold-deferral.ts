// An attempt that is put off: the step stays what it was and is due again later; no attempt is counted.
import type { z } from 'zod';
import type { deferredFact } from '@/lib/domain/run-facts';
import type { RunState } from '@/lib/domain/run-state';
import { stepAt, withStep } from './step-access';

export function foldDeferral(state: RunState, fact: z.infer<typeof deferredFact>): RunState {
  const { type: _type, step: number, ...deferred } = fact;
  const { until } = deferred;
  // The model's next step does not exist before its first attempt.
  if (number > state.usage.steps) return { ...state, deferredModel: deferred };
  const step = stepAt(state, number);
  const repeats = step.status === 'retrying' || step.status === 'in_doubt';
  return withStep(state, step, repeats ? { deferred, retryAt: until } : { deferred });
}
