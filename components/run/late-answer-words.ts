// What a late answer says and what it changed, in one sentence. Pure.
import type { StepShape } from '@/lib/contract/run-detail';

type Late = StepShape['lateAnswers'][number];

export function lateAnswerWords(
  step: Pick<StepShape, 'resultSource' | 'status' | 'error'>,
  late: Late,
): string {
  if (late.outcome === 'succeeded') {
    if (step.resultSource === 'late_answer') return 'it happened. Taken as the result.';
    return 'it happened. Kept as evidence: it overrides no result.';
  }
  const said = late.error?.message ?? 'it was refused.';
  const settled = step.status === 'failed' && step.error?.code === late.error?.code;
  return settled ? `${said} Nothing happened, so the step failed.` : `${said} Kept as evidence.`;
}
