// What a run has achieved so far, kept when it is stopped: the model's last words and every result that came in.
import type { JsonValue } from '@/lib/domain/json';
import type { RunState } from '@/lib/domain/run-state';
import { isToolStep } from './step-access';

/** null when there is nothing to keep. */
export function partialOf(state: RunState): JsonValue | null {
  const results = state.steps
    .filter(isToolStep)
    .filter((step) => step.status === 'succeeded')
    .map(({ step, tool, result }) => ({ step, tool, result }));
  const said = state.context.flatMap((one) => (one.role === 'assistant' && one.text ? [one.text] : []));
  const text = said.at(-1) ?? null;
  return text === null && results.length === 0 ? null : { text, results };
}
