// How figures of reviews read: a rate with its cases, too few of them, a change, a suggested threshold. Pure.
import type { RateShape } from '@/lib/contract/approval-metrics';
import type { CalibrationShape } from '@/lib/contract/calibration';
import { formatCount, formatPercent, plural } from '@/lib/format/count';

/** "12.5 %", or that there are too few. */
export function rateText({ share, of }: RateShape): string {
  if (of === 0) return 'none';
  return share === null ? `too few (${formatCount(of)})` : formatPercent(share);
}

/** "15 of 120; between 7.7 % and 19.6 % with 95 % confidence". */
export function rateTitle({ count, of, low, high }: RateShape): string {
  const cases = `${formatCount(count)} of ${formatCount(of)}`;
  return low === null || high === null
    ? `${cases}; a rate is told from 30 on`
    : `${cases}; between ${formatPercent(low)} and ${formatPercent(high)} with 95 % confidence`;
}

/** Against the period before: "before 10 %", or nothing where nobody can say. */
export function beforeText(before: RateShape): string {
  return before.share === null ? 'before: too few' : `before ${formatPercent(before.share)}`;
}

export const VERDICT_WORDS = {
  too_few: 'too few',
  healthy: 'healthy',
  low: 'low: hardly anything is found',
  high: 'high: much should not have been asked',
} as const;

/** What the cases are, and what that leaves out. */
export function basisSentence({ basis, fewestCases }: CalibrationShape): string {
  const { used, unselected, held, sampled } = basis;
  return used === 'unselected'
    ? `Of ${plural(unselected, 'call')} that were held by the random draw or for their confidence alone: nothing else selected them.`
    : `Of all ${plural(held, 'held call')}. They were picked for being large, risky or unsure, so they say little of calls that nobody was shown. From ${fewestCases} decided calls of the random draw on (now ${formatCount(sampled)}) only unselected ones count.`;
}

/** What a threshold would be and what it would have meant. */
export function suggestionSentences({ suggested, errorRate, fewestCases }: CalibrationShape): string[] {
  if (suggested === null)
    return [
      `Not enough cases to name a threshold: none has ${fewestCases} calls at or above it and an error that is surely at most ${formatPercent(errorRate)}.`,
    ];
  const { threshold, cases, disagreed, interval, present, fewer, more } = suggested;
  const first = `At ${threshold.toFixed(2)} and above, people changed or refused ${formatCount(disagreed)} of ${plural(cases, 'call')}: with 95 % confidence at most ${formatPercent(interval.high)}. It is the lowest of many thresholds that were looked at, so this is a little too hopeful.`;
  const second = `In this period ${plural(fewer.calls, 'call')} would not have been asked about; of these people rejected ${formatCount(fewer.rejected)} and edited ${formatCount(fewer.edited)}.`;
  if (present === null) return [first, second, 'Choose one agent to compare with its present threshold.'];
  const third =
    threshold > present
      ? `It asks for more than ${present.toFixed(2)} today. Of the calls in between the draw showed ${formatCount(more.sampled)}; people rejected ${formatCount(more.rejected)} and edited ${formatCount(more.edited)}. How many more would be asked about is not known.`
      : `Today everything below ${present.toFixed(2)} is asked about.`;
  return [first, second, third];
}
