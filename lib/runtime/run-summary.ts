// The head of a run for lists: what the fold says, in short.
import type { RunState } from '@/lib/domain/run-state';
import type { RunSummary } from '@/lib/ports/run-store';
import { partialOf } from './partial';

export function summaryOf(state: RunState): RunSummary {
  const succeeded = state.end?.status === 'succeeded';
  return {
    ...state.usage,
    tainted: state.tainted,
    partial: succeeded ? null : (state.partial ?? partialOf(state)),
    deadlineAt: state.deadlineAt,
    givenDeadlineAt: state.givenDeadlineAt,
    limits: state.limits,
  };
}
