// Which events a run waits for, and what the store is told when such a wait begins.
import type { z } from 'zod';
import type { EventWaitState, RunState } from '@/lib/domain/run-state';
import type { waitIntent } from '@/lib/domain/wait-intent';
import type { NewWait } from '@/lib/ports/run-store';
import { isToolStep } from './step-access';

export function openWaits(state: RunState): EventWaitState[] {
  return state.steps
    .filter(isToolStep)
    .flatMap((step) => (step.status === 'waiting' && step.wait !== null ? [step.wait] : []));
}

export function waitOf({ waitId, step, correlationKey, until }: z.infer<typeof waitIntent>): NewWait {
  return { id: waitId, step, correlationKey, until };
}
