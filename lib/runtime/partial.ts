// What a run has achieved so far, kept when it is stopped: the model's summary or last words and its newest results, within a bound whatever the run's length.
import type { JsonValue } from '@/lib/domain/json';
import type { RunState } from '@/lib/domain/run-state';
import { PARTIAL_CHARS, PARTIAL_RESULTS } from './runtime-constants';
import { isToolStep } from './step-access';

type Result = { readonly step: number; readonly tool: string; readonly result: JsonValue };

/**
 * null when there is nothing to keep. It is written whenever the run leaves its worker, so it does not grow with the run: the newest results, in
 * order, as many as PARTIAL_RESULTS and as fit into `chars`, the newest one at least by its name; `earlierResults` counts the others, which the
 * journal holds. A text or result that is longer than that by itself is cut, or stands as `tooLong` with its length.
 */
export function partialOf(state: RunState, chars = PARTIAL_CHARS): JsonValue | null {
  const { results, earlierResults } = newest(resultsIn(state), chars);
  const summary = state.summary?.text ?? null;
  const last = state.context.findLast((one) => one.role === 'assistant' && one.text);
  const text = last?.role === 'assistant' ? last.text : null;
  if (text === null && results.length === 0) return null;
  return {
    ...(summary !== null && { summary: cutText(summary, chars) }),
    text: text === null ? null : cutText(text, chars),
    results,
    ...(earlierResults > 0 && { earlierResults }),
  };
}

/** Never in the middle of a character, which no journal row could hold. */
export const cutText = (text: string, chars: number) => text.slice(0, chars).replace(/[\uD800-\uDBFF]$/, '');

function newest(all: readonly Result[], chars: number): { results: JsonValue[]; earlierResults: number } {
  const results: JsonValue[] = [];
  let left = chars;
  for (const { step, tool, result } of all.toReversed()) {
    if (results.length === PARTIAL_RESULTS) break;
    const { length } = JSON.stringify(result);
    const isTooLong = length > chars;
    if (!isTooLong && length > left) break;
    left -= isTooLong ? 0 : length;
    results.push(isTooLong ? { step, tool, result: null, tooLong: length } : { step, tool, result });
  }
  return { results: results.toReversed(), earlierResults: all.length - results.length };
}

/** In the order of their steps. The conversation holds them all, also those of steps that were let go; undoing has none, and lets no step go. */
function resultsIn({ compensation, steps, context }: RunState): Result[] {
  if (compensation === null) {
    const results = context.flatMap((one) =>
      one.role === 'tool' && !one.isError ? [{ step: one.step, tool: one.tool, result: one.content }] : [],
    );
    return results.sort((a, b) => a.step - b.step);
  }
  return steps
    .filter(isToolStep)
    .filter(({ status }) => status === 'succeeded')
    .map(({ step, tool, result }) => ({ step, tool, result }));
}
