// Dead letters in words: where they failed, which versions it happened to, what an act does to a run. Pure.
import type { DeadLetterGroup, DeadLetterShape } from '@/lib/contract/dead-letter';
import { plural } from '@/lib/format/count';

/** "tool payments.refund", "model demo"; nothing where the journal can't tell. */
export function placeWords({ tool, model }: Pick<DeadLetterShape, 'tool' | 'model'>): string {
  if (tool !== null) return `tool ${tool}`;
  return model === null ? '' : `model ${model}`;
}

/** "refunds v3, v2 and ticket-triage v1", the most frequent first. */
export function versionWords(versions: DeadLetterGroup['versions']): string {
  const byAgent = new Map<string, string[]>();
  for (const { agent, version } of versions)
    byAgent.set(agent, [...(byAgent.get(agent) ?? []), `v${version}`]);
  return [...byAgent].map(([agent, numbers]) => `${agent} ${numbers.join(', ')}`).join(' and ');
}

/** "model demo, refunds v3, 1 run": a cause in one line, where there is no room for columns. */
export function causeWords({
  sample,
  versions,
  count,
}: Pick<DeadLetterGroup, 'sample' | 'versions' | 'count'>): string {
  const parts = [placeWords(sample), versionWords(versions), plural(count, 'run')];
  return parts.filter((part) => part !== '').join(', ');
}

export type SettleKind = 'redrive' | 'discard';

export const SETTLE_WORDS = {
  redrive: {
    verb: 'Redrive',
    past: 'redriven',
    effect:
      'The same run goes on where it failed: what succeeded is kept and not done again, what failed is taken up anew, with time and attempts from the start. A call that may have happened is asked about, never sent again by itself.',
  },
  discard: {
    verb: 'Discard',
    past: 'discarded',
    effect:
      'The run stays failed and its letter is closed for good: nobody is asked about it any more, and it can not be redriven afterwards.',
  },
} as const;
