// The way of untrusted text to a call, in one sentence: where it came in, what else was read, and what the call would do. Pure.
import type { Admission } from '@/lib/domain/admission';
import { type ArgumentRole, type ArgumentSource, originsWords, originWords } from '@/lib/domain/taint';

export type CallTaint = Pick<Admission, 'taintPath' | 'argumentSources' | 'reasons'>;

const WOULD: { readonly [R in ArgumentRole]: (value: string) => string } = {
  recipient: (value) => `reach “${value}”`,
  host: (value) => `speak to “${value}”`,
  command: (value) => `carry out “${value}”`,
};
const MOST_NAMED = 2;

/** undefined for a call that outsiders had no part in, or from before the way was recorded. */
export function taintSentence({ taintPath, argumentSources = [], reasons }: CallTaint): string | undefined {
  if (taintPath === undefined || taintPath.untrusted.count === 0) return undefined;
  const { untrusted, private: priv } = taintPath;
  const came = `Untrusted text came in at ${originsWords(untrusted)}`;
  const also = priv.count === 0 ? '' : `, private data at ${originsWords(priv)}`;
  const unknown = argumentSources.filter(({ from }) => from === null);
  const deeds = [
    ...unknown.slice(0, MOST_NAMED).map(({ role, value }) => WOULD[role](value)),
    ...(reasons.some(({ rule }) => rule.includes('externalSink'))
      ? ['send data out of the organisation']
      : []),
  ];
  return `${came}${also}${deeds.length === 0 ? '' : `; this call would ${deeds.join(' and ')}`}.`;
}

/** Which top-level arguments hold a value that outsiders may have chosen, and where they wrote it. */
export function taintedArguments(
  sources: readonly ArgumentSource[] | undefined,
): ReadonlyMap<string, string | undefined> {
  const unknown = (sources ?? []).filter(({ from }) => from === null);
  return new Map(
    unknown.map(({ path, seen }) => [
      path.split('.', 1)[0] ?? path,
      seen === null ? undefined : originWords(seen),
    ]),
  );
}
