// The result of a call that can't be sent as things are: no attempt is made.
import type { JournalEntry } from '@/lib/domain/journal-payload';
import type { ToolStepState } from '@/lib/domain/run-state';

export function impossible(step: ToolStepState, code: string, message: string): JournalEntry {
  return {
    kind: 'result',
    payload: {
      type: 'tool',
      step: step.step,
      attempt: step.attempts.length + 1,
      latencyMs: 0,
      outcome: 'error',
      error: { code, message, class: 'fatal' },
      next: 'final',
      retryAt: null,
      approval: null,
    },
  };
}
