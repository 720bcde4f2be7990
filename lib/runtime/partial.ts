// What a run has achieved so far, kept when it is stopped: the model's last words and every result that came in.
import type { JsonValue } from '@/lib/domain/json';
import type { RunState } from '@/lib/domain/run-state';
import { isToolStep } from './step-access';

/** null when there is nothing to keep. */
export function partialOf(state: RunState): JsonValue | null {
  const results = resultsIn(state).sort((a, b) => a.step - b.step);
  const last = state.context.findLast((one) => one.role === 'assistant' && one.text);
  const text = last?.role === 'assistant' ? last.text : null;
  return text === null && results.length === 0 ? null : { text, results };
}

/** The conversation holds them all, also those of steps that were let go; undoing has none, and lets no step go. */
function resultsIn({ compensation, steps, context }: RunState) {
  if (compensation === null) {
    return context.flatMap((one) =>
      one.role === 'tool' && !one.isError ? [{ step: one.step, tool: one.tool, result: one.content }] : [],
    );
  }
  return steps
    .filter(isToolStep)
    .filter(({ status }) => status === 'succeeded')
    .map(({ step, tool, result }) => ({ step, tool, result }));
}
