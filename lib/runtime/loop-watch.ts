// Sees a run go round in circles: the same call again and again, cycles of calls with the same results, answers that bring nothing new. Pure, and each step costs the same.
import { canonicalJson } from '@/lib/domain/canonical-json';
import type { JsonObject, JsonValue } from '@/lib/domain/json';
import type { LoopWatch } from '@/lib/domain/loop-watch';
import { shortDigest } from '@/lib/domain/short-digest';
import {
  CYCLE_REPEATS,
  LONGEST_CYCLE,
  LOOP_LENGTH,
  STALE_ANSWERS,
  WATCHED_CALLS,
  WATCHED_DIGESTS,
} from './runtime-constants';

type Asked = { readonly step: number; readonly tool: string; readonly arguments: JsonObject };

/** What goes round: so many calls, the newest last; `tools` are those of one round. */
export type Circle =
  | { readonly kind: 'same_call'; readonly times: number; readonly tools: readonly [string] }
  | { readonly kind: 'cycle'; readonly tools: readonly string[] };

/** An answer of the model that asks for calls. */
export function withAnswer(
  watch: LoopWatch,
  { text, calls }: { readonly text: string | null; readonly calls: readonly Asked[] },
): LoopWatch {
  const asked = calls.map(({ step, tool, arguments: args }) => {
    return { step, tool, call: shortDigest(identityOf(tool, args)), result: null };
  });
  const seen = asked.map(({ call }) => call);
  if (text !== null && text.trim() !== '') seen.push(shortDigest(`text ${text.trim()}`));
  const { known, isNews } = noted(watch.known, seen);
  return {
    calls: [...watch.calls, ...asked].slice(-WATCHED_CALLS),
    known,
    stale: isNews ? 0 : watch.stale + 1,
  };
}

/** What became of a call; nothing for one that is watched no more. */
export function withResult(watch: LoopWatch, step: number, content: JsonValue): LoopWatch {
  const place = watch.calls.findLastIndex((one) => one.step === step);
  const asked = watch.calls[place];
  if (asked === undefined) return watch;
  const result = shortDigest(JSON.stringify(content));
  const { known, isNews } = noted(watch.known, [shortDigest(`${asked.call} ${result}`)]);
  return {
    calls: watch.calls.with(place, { ...asked, result }),
    known,
    stale: isNews ? 0 : watch.stale,
  };
}

/** @param floor calls before this step do not count. */
export function circleIn({ calls }: LoopWatch, floor: number): Circle | null {
  const counted = calls.filter(({ step }) => step >= floor);
  const last = counted.at(-1);
  if (last === undefined) return null;
  const other = counted.findLastIndex(({ call }) => call !== last.call);
  const times = counted.length - 1 - other;
  if (times >= LOOP_LENGTH) return { kind: 'same_call', times, tools: [last.tool] };
  for (let period = 2; period <= LONGEST_CYCLE; period++) {
    if (alike(counted, period) <= (CYCLE_REPEATS - 1) * period) continue;
    return { kind: 'cycle', tools: counted.slice(-period).map(({ tool }) => tool) };
  }
  return null;
}

export const isStale = ({ stale }: LoopWatch): boolean => stale >= STALE_ANSWERS;

/** How many of the newest calls are, each, the one `period` calls before: the same call, and the same result as far as there is one. */
function alike(calls: LoopWatch['calls'], period: number): number {
  let count = 0;
  for (let i = calls.length - 1; i >= period; i--) {
    const [now, before] = [calls[i], calls[i - period]];
    if (now?.call !== before?.call || (now?.result !== null && now?.result !== before?.result)) break;
    count += 1;
  }
  return count;
}

function noted(known: readonly string[], seen: readonly string[]) {
  const isNews = seen.some((digest) => !known.includes(digest));
  const others = known.filter((digest) => !seen.includes(digest));
  return { known: [...others, ...new Set(seen)].slice(-WATCHED_DIGESTS), isNews };
}

/** The same argument typed in two ways is one; names that only then become equal stay as they were typed. */
function identityOf(tool: string, args: JsonObject): string {
  try {
    return canonicalJson({ tool, args }, { normaliseUnicode: true });
  } catch {
    return canonicalJson({ tool, args });
  }
}
