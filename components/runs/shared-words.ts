// What chosen runs have in common, in a few words: the wait, or the status, or the agent. Pure.
import type { RunShape } from '@/lib/contract/run';
import { waitingSentence } from '../run/run-words';

type Told = Pick<RunShape, 'agent' | 'status' | 'waiting'>;

/** Undefined where they have nothing in common that would be worth the words, and for a single one. */
export function sharedWords(runs: readonly Told[]): string | undefined {
  const [first, ...rest] = runs;
  if (first === undefined || rest.length === 0) return undefined;
  const same = (of: (run: Told) => unknown) => rest.every((run) => of(run) === of(first));
  if (first.waiting !== null && same((run) => run.waiting?.reason))
    return `all ${waitingSentence(first.waiting)}`;
  if (same((run) => run.status)) return `all ${first.status}`;
  return same((run) => run.agent) ? `all of ${first.agent}` : undefined;
}
