// Where one jumps to in a run: what cost most, what failed first, the next decision. Pure; each is undefined where there is no such step.
import type { StepShape } from '@/lib/contract/run-detail';
import type { StepStatus } from '@/lib/domain/step';

const FAILED: ReadonlySet<StepStatus> = new Set(['failed', 'denied', 'rejected']);

/** The first of those that cost the same; none where nothing cost anything. */
export function costliestStep(steps: readonly StepShape[]): number | undefined {
  let most: StepShape | undefined;
  for (const step of steps) if (step.costMicroUsd > (most?.costMicroUsd ?? 0)) most = step;
  return most?.step;
}

/** A step that failed, was denied or rejected; where none did, the first with an attempt that failed. */
export function firstFailedStep(steps: readonly StepShape[]): number | undefined {
  const failed = steps.find(({ status }) => FAILED.has(status));
  return (failed ?? steps.find(({ attempts }) => attempts.some(({ error }) => error !== null)))?.step;
}

/** A step that was decided on: with a model's record, or by a person. */
const isDecision = ({ decision, approval }: StepShape): boolean => decision !== null || approval !== null;

/** @param from the chosen step; without one the walk begins before the first, or behind the last. */
export function nextDecision(
  steps: readonly StepShape[],
  from: number | undefined,
  by: 1 | -1,
): number | undefined {
  const decided = steps.filter(isDecision);
  return by === 1
    ? decided.find(({ step }) => from === undefined || step > from)?.step
    : decided.findLast(({ step }) => from === undefined || step < from)?.step;
}
