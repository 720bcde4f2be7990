// Breakers that do not stand closed, in numbers and words. Pure.
import type { OverviewShape } from '@/lib/contract/overview';
import { formatCount } from '@/lib/format/count';

type Breakers = OverviewShape['breakers'];

export function shutCount({ open, halfOpen, isolated }: Breakers): number {
  return open + halfOpen + isolated;
}

/** "1 open, 1 isolated"; only what there is. */
export function shutSentence({ open, halfOpen, isolated }: Breakers): string {
  const parts = [
    [open, 'open'],
    [halfOpen, 'half-open'],
    [isolated, 'isolated'],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, word]) => `${formatCount(count)} ${word}`);
  return said.length === 0 ? 'calls pass everywhere' : said.join(', ');
}
