// How an admission ended, in a word and a state: the rules' verdict, then what people made of it. Pure.
import type { StateName } from '@/components/ui/state-name';
import type { StepShape } from '@/lib/contract/run-detail';

export type AdmissionWords = { readonly state: StateName; readonly word: string };

export function admissionWords(step: StepShape): AdmissionWords | undefined {
  if (step.admission === null) return undefined;
  const decision = step.approval?.verdict?.decision;
  switch (step.admission.verdict) {
    case 'admit':
      return { state: 'succeeded', word: 'Allowed' };
    case 'deny':
      return { state: 'failed', word: 'Denied' };
    case 'await_approval':
      if (decision === 'approve') return { state: 'succeeded', word: 'Allowed after approval' };
      if (decision === 'edit') return { state: 'succeeded', word: 'Allowed after an edit' };
      if (decision === 'respond') return { state: 'succeeded', word: 'Answered' };
      if (decision === 'reject') return { state: 'failed', word: 'Rejected' };
      if (decision === 'unopposed') return { state: 'succeeded', word: 'Unopposed' };
      if (decision === 'expire') return { state: 'failed', word: 'Nobody decided in time' };
      // A later question (an unknown outcome) has taken the approval's place: what was sent had been approved, or nobody had objected.
      if (step.attempts.length > 0)
        return { state: 'succeeded', word: step.admission.veto ? 'Allowed' : 'Allowed after approval' };
      if (step.finishedAt !== null) return { state: 'cancelled', word: 'Not decided' };
      if (decision === undefined && step.approval?.onExpiry === 'execute')
        return { state: 'waiting', word: 'Runs unless somebody objects' };
      return { state: 'waiting', word: 'Waits for a decision' };
  }
}

const VERDICT_WORDS: Record<string, string> = {
  approve: 'approved',
  edit: 'edited and approved',
  reject: 'rejected',
  expire: 'let the time run out',
  unopposed: 'let it run, because nobody objected,',
  window_lost: 'asked for a decision instead of its window',
  respond: 'answered',
  happened: 'said that it happened',
  did_not_happen: 'said that it did not happen',
  compensate: 'had it undone, whatever happened',
};

export function verdictWord(decision: string): string {
  return VERDICT_WORDS[decision] ?? decision.replaceAll('_', ' ');
}
