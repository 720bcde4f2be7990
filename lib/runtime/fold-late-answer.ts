// An answer that came after its time: kept beside the attempt it belongs to, and what it proves. It never overrides a result.
import type { z } from 'zod';
import type { lateAnswerInput } from '@/lib/domain/journal-input';
import type { RunState, ToolStepState } from '@/lib/domain/run-state';
import { findStep, isToolStep, withStep } from './step-access';

type LateAnswer = Omit<z.infer<typeof lateAnswerInput>, 'inputSeq' | 'deadlineAt'>;

export function foldLateAnswer(state: RunState, input: LateAnswer): RunState {
  const step = findStep(state, input.step);
  if (step === undefined || !isToolStep(step)) return state;
  const { attempt, answeredAt, outcome, value, error, tainted, privateData } = input;
  if (step.evidence.some((one) => one.attempt === attempt)) return state;
  const evidence = { attempt, answeredAt, outcome, value, error, tainted, privateData };
  return withStep(state, step, { evidence: [...step.evidence, evidence] });
}

/**
 * What settles a step that has no result yet. An attempt that a person or a look-up ruled out proves nothing any more. A refusal for good settles it
 * only where that attempt is all that was sent: it says nothing of the others.
 */
export function settlingEvidence(step: ToolStepState): ToolStepState['evidence'][number] | null {
  if (step.status !== 'unknown' && step.status !== 'in_doubt' && step.status !== 'retrying') return null;
  const standing = step.evidence.filter(({ attempt }) => attempt > step.ruledOutAttempts);
  const success = standing.find(({ outcome }) => outcome === 'succeeded');
  if (success !== undefined) return success;
  const sends = step.attempts.filter(
    ({ mode, attempt }) => mode === 'send' && attempt > step.ruledOutAttempts,
  );
  if (sends.length !== 1) return null;
  return (
    standing.find(({ error, attempt }) => error?.class === 'fatal' && attempt === sends[0]?.attempt) ?? null
  );
}
