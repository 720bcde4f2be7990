// When the time of a run is over: its own, which counts work, or the deadline that its caller gave, which counts everything. Pure.
import type { RunState } from '@/lib/domain/run-state';
import { remainingMs } from '@/lib/resilience/deadline';
import type { ReachedLimit } from './limits';

type Times = Pick<RunState, 'deadlineAt' | 'humanWaitSince' | 'givenDeadlineAt'>;
type Waits = Pick<RunState, 'steps' | 'deferredModel'>;

/** Nothing can be done before there is room in a budget: that time is not the run's. */
export function waitsForBudget({ steps, deferredModel }: Waits): boolean {
  return deferredModel?.by === 'budget' || steps.some(({ deferred }) => deferred?.by === 'budget');
}

/** What is left for the next step; below 0 when it is over. */
export function timeLeftMs({ deadlineAt, humanWaitSince, givenDeadlineAt }: Times, nowMs: number): number {
  return Math.min(remainingMs(deadlineAt, humanWaitSince, nowMs), instantMs(givenDeadlineAt) - nowMs);
}

/** When it is over if nothing happens until then; infinite where its time stands still and no deadline was given. */
export function overAtMs(state: Times & Waits): number {
  const stands = state.humanWaitSince !== null || waitsForBudget(state);
  const own = stands ? Number.POSITIVE_INFINITY : instantMs(state.deadlineAt);
  return Math.min(own, instantMs(state.givenDeadlineAt));
}

/** null while there is time left. */
export function reachedTime(state: RunState, nowMs: number): Omit<ReachedLimit, 'kind'> | null {
  if (timeLeftMs(state, nowMs) > 0) return null;
  const { givenDeadlineAt, limits } = state;
  return instantMs(givenDeadlineAt) <= nowMs
    ? { bound: 'deadline', message: `The deadline that was given with the run, ${givenDeadlineAt}, is over.` }
    : { bound: 'time', message: `The run used up its ${limits.deadlineMs} ms.` };
}

const instantMs = (at: string | null) => (at === null ? Number.POSITIVE_INFINITY : Date.parse(at));
