// Periods begin and end with days of UTC.
import { describe, expect, it } from 'vitest';
import { daysOf, daysWords, type ReconciledPeriod } from './reconciled-days';

const NOW = Date.parse('2026-03-01T00:30:00Z');
const of = (period: ReconciledPeriod, from: string | null = null, to: string | null = null) =>
  daysOf({ period, from, to }, NOW);

describe('daysOf', () => {
  it.each<[ReconciledPeriod, string, string]>([
    ['month', '2026-03-01', '2026-03-01'],
    ['last', '2026-02-01', '2026-02-28'],
    ['30d', '2026-01-31', '2026-03-01'],
    ['90d', '2025-12-02', '2026-03-01'],
  ])('%s', (period, from, to) => {
    expect(of(period)).toEqual({ from, to });
  });

  it('takes days of one’s own, and no others', () => {
    expect(of('30d', '2026-02-03', '2026-02-03')).toEqual({ from: '2026-02-03', to: '2026-02-03' });
    const standard = of('30d');
    for (const [from, to] of [
      ['2026-02-30', '2026-03-01'],
      ['2026-02-04', '2026-02-03'],
      ['2026-02-04', null],
      ['now', 'then'],
    ] as const)
      expect(of('30d', from, to)).toEqual(standard);
  });
});

describe('daysWords', () => {
  it.each([
    ['2026-11-19', '2026-11-19', '19 Nov 2026'],
    ['2026-11-01', '2026-11-19', '1 – 19 Nov 2026'],
    ['2026-10-28', '2026-11-03', '28 Oct – 3 Nov 2026'],
    ['2025-12-30', '2026-01-02', '30 Dec 2025 – 2 Jan 2026'],
  ])('%s to %s', (from, to, words) => {
    expect(daysWords({ from, to })).toBe(words);
  });
});
