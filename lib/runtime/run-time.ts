// When the time of a run is over. Pure.
import type { RunState } from '@/lib/domain/run-state';
import { remainingMs } from '@/lib/resilience/deadline';
import type { ReachedLimit } from './limits';

type Times = Pick<RunState, 'deadlineAt' | 'humanWaitSince'>;

/** What is left for the next step; below 0 when it is over. */
export function timeLeftMs({ deadlineAt, humanWaitSince }: Times, nowMs: number): number {
  return remainingMs(deadlineAt, humanWaitSince, nowMs);
}

/** When it is over if nothing happens until then; infinite where its time stands still. */
export function overAtMs({ deadlineAt, humanWaitSince }: Times): number {
  return humanWaitSince === null ? Date.parse(deadlineAt) : Number.POSITIVE_INFINITY;
}

/** null while there is time left. */
export function reachedTime(state: RunState, nowMs: number): Omit<ReachedLimit, 'kind'> | null {
  if (timeLeftMs(state, nowMs) > 0) return null;
  return { bound: 'time', message: `The run used up its ${state.limits.deadlineMs} ms.` };
}
