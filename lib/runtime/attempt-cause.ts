// Why an attempt is made, as the gates ask: the first of its step, one after a failure, or one after a loss.
import type { StepState } from '@/lib/domain/run-state';
import type { GateRequest } from '@/lib/ports/gates';
import { isToolStep } from './step-access';

/** Attempts that were only refused by us are none, and those before a redrive are forgiven. */
export function causeOf(step: StepState | undefined): GateRequest['cause'] {
  if (step === undefined) return 'first';
  if (step.status === 'in_doubt' && step.error === null) return 'recovery';
  if (isToolStep(step) && step.doubt) return 'doubt';
  const failed = step.attempts
    .slice(step.forgivenAttempts)
    .some(({ outcome, error }) => outcome === 'error' && error?.class !== 'refused');
  return failed ? 'retry' : 'first';
}
