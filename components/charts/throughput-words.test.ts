// The chart says in words what it shows.
import { describe, expect, it } from 'vitest';
import { countTicks, throughputSentence } from './throughput-words';

const slice = (at: string, succeeded: number, failed: number) => ({ at, succeeded, failed });

describe('throughputSentence', () => {
  it('names total, share, peak and the worst slice', () => {
    expect(
      throughputSentence([
        slice('2026-11-19T13:30:00Z', 120, 0),
        slice('2026-11-19T14:00:00Z', 101, 15),
        slice('2026-11-19T14:30:00Z', 1, 0),
      ]),
    ).toBe(
      '237 runs finished, 93.7 % succeeded. Most in the slice from 13:30 UTC: 120. Most failures from 14:00 UTC: 15.',
    );
  });

  it('says so when nothing finished, and names no failure where there was none', () => {
    expect(throughputSentence([])).toBe('No run finished in this period.');
    expect(throughputSentence([slice('2026-11-19T13:30:00Z', 0, 0)])).toBe('No run finished in this period.');
    expect(throughputSentence([slice('2026-11-19T13:30:00Z', 2, 0)])).not.toContain('failures');
  });
});

describe('countTicks', () => {
  it.each([
    [0, [0, 1]],
    [1, [0, 1]],
    [4, [0, 2, 4]],
    [7, [0, 5, 10]],
    [139, [0, 50, 100, 150]],
    [3000, [0, 1000, 2000, 3000]],
  ])('%s → %j', (highest, ticks) => {
    expect(countTicks(highest)).toEqual(ticks);
  });
});
