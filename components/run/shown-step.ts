// Which step the pane shows when nobody chose one: what waits for a person, else what is at work or waits for an event, else the last. Pure.
import type { StepShape } from '@/lib/contract/run-detail';

/** On a phone nothing opens by itself: the steps come first. */
export function shownStep(
  steps: readonly StepShape[],
  asked: number | null,
  compact: boolean,
): StepShape | undefined {
  // What was asked for and is not there is no reason to show something else.
  if (asked !== null || compact) return steps.find((step) => step.step === asked);
  return (
    steps.find((step) => step.status === 'unknown' || step.status === 'awaiting_approval') ??
    steps.findLast(
      (step) => step.status === 'running' || step.status === 'retrying' || step.status === 'waiting',
    ) ??
    steps.at(-1)
  );
}
