// Knows how a commit tells the sums of spend which reads it spared: nothing was held for them, so nothing is counted in a budget.
import type { SparedRead } from '../../ports/kept-results';
import type { Section } from './sections';

export const SPARED: Section<SparedRead> = {
  name: 'spared',
  columns: [
    { name: 'run_id', type: 'uuid', of: (s) => s.runId },
    { name: 'step', type: 'int', of: (s) => s.step },
    { name: 'attempt', type: 'int', of: (s) => s.attempt },
    { name: 'tool', type: 'text', of: (s) => s.tool },
    { name: 'saved', type: 'int8', of: (s) => s.savedMicroUsd },
    { name: 'saved_ms', type: 'int8', of: (s) => s.savedMs },
    { name: 'at', type: 'timestamptz', of: (s) => s.at },
  ],
};

export function spareStatement(from: string): string {
  return `INSERT INTO spend_due (run_id, step, attempt, called, name, outcome, estimated, settled_at, held_micro_usd, cost_micro_usd, input_tokens,
      output_tokens, cached_input_tokens, reasoning_tokens, saved_micro_usd, saved_ms, reused)
    SELECT spared.run_id, step, attempt, 'tool', tool, 'succeeded', false, at, 0, 0, 0, 0, 0, 0, saved, saved_ms, true FROM ${from}`;
}
