// When the time of a run is over. Pure.
import type { RunState } from '@/lib/domain/run-state';
import { remainingMs } from '@/lib/resilience/deadline';
import type { ReachedLimit } from './limits';

type Times = Pick<RunState, 'deadlineAt' | 'humanWaitSince'>;
type Waits = Pick<RunState, 'steps' | 'deferredModel'>;

/** Nothing can be done before there is room in a budget: that time is not the run's. */
export function waitsForBudget({ steps, deferredModel }: Waits): boolean {
  return deferredModel?.by === 'budget' || steps.some(({ deferred }) => deferred?.by === 'budget');
}

/** What is left for the next step; below 0 when it is over. */
export function timeLeftMs({ deadlineAt, humanWaitSince }: Times, nowMs: number): number {
  return remainingMs(deadlineAt, humanWaitSince, nowMs);
}

/** When it is over if nothing happens until then; infinite where its time stands still. */
export function overAtMs(state: Times & Waits): number {
  const stands = state.humanWaitSince !== null || waitsForBudget(state);
  return stands ? Number.POSITIVE_INFINITY : Date.parse(state.deadlineAt);
}

/** null while there is time left. */
export function reachedTime(state: RunState, nowMs: number): Omit<ReachedLimit, 'kind'> | null {
  if (timeLeftMs(state, nowMs) > 0) return null;
  return { bound: 'time', message: `The run used up its ${state.limits.deadlineMs} ms.` };
}
