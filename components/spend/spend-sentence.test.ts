// The chart's sentence says what the drawing shows.
import { expect, it } from 'vitest';
import { spendSentence } from './spend-sentence';

it('says how much, when most, and who', () => {
  const stacks = {
    series: [
      { name: 'refunds', label: 'refunds', totalMicroUsd: 1_500_000 },
      { name: null, label: '3 others', totalMicroUsd: 600 },
    ],
    slices: [
      { at: '2026-11-18T00:00:00.000Z', parts: [1_500_000, 0], totalMicroUsd: 1_500_000 },
      { at: '2026-11-19T00:00:00.000Z', parts: [0, 600], totalMicroUsd: 600 },
    ],
  };
  expect(spendSentence(stacks, 1_500_600, 'agent', '14 days', 'day')).toBe(
    '$1.5006, 14 days. Most on 18 Nov: $1.50. By agent: refunds $1.50, 3 others $0.0006.',
  );
  expect(spendSentence({ series: [], slices: [] }, 0, 'agent', '24 hours', 'hour')).toBe(
    'Nothing was spent: 24 hours.',
  );
  // A run with both labels stands in both.
  expect(spendSentence(stacks, 1_500_000, 'label', '14 days', 'day')).toBe(
    '$1.50, 14 days. By label: refunds $1.50, 3 others $0.0006.',
  );
});
