// Periods are whole slices of UTC, however the clock stands.
import { describe, expect, it } from 'vitest';
import { dayOf, endOfSlice, monthOf, sliceLabel, slicesOf, sliceWords } from './spend-period';

const at = (text: string) => Date.parse(text);

describe('slicesOf', () => {
  it.each([
    ['24h', '2026-11-18T15:00:00.000Z', 24, '2026-11-19T14:00:00.000Z'],
    ['14d', '2026-11-06T00:00:00.000Z', 14, '2026-11-19T00:00:00.000Z'],
    ['month', '2026-11-01T00:00:00.000Z', 19, '2026-11-19T00:00:00.000Z'],
  ] as const)('%s begins at %s', (period, since, count, last) => {
    const slices = slicesOf(period, at('2026-11-19T14:32:08.500Z'));
    expect([slices.since, slices.starts.length, slices.starts.at(-1)]).toEqual([since, count, last]);
    expect(slicesOf(period, at('2026-11-19T14:59:59.999Z'))).toEqual(slices);
  });

  it('has one slice on the first of a month, from its first moment', () => {
    expect(slicesOf('month', at('2026-12-01T00:00:00Z')).starts).toEqual(['2026-12-01T00:00:00.000Z']);
  });
});

it('knows the day, the month and the end of a slice', () => {
  expect(dayOf(at('2026-11-19T23:59:59.999Z'))).toBe('2026-11-19T00:00:00.000Z');
  expect(monthOf(at('2026-11-19T14:32:08Z'))).toBe('2026-11-01T00:00:00.000Z');
  expect(endOfSlice('2026-12-31T00:00:00.000Z', 'day')).toBe('2027-01-01T00:00:00.000Z');
  expect(endOfSlice('2026-12-31T23:00:00.000Z', 'hour')).toBe('2027-01-01T00:00:00.000Z');
});

it('says when', () => {
  expect(sliceLabel('2026-11-09T00:00:00.000Z', 'day')).toBe('9 Nov');
  expect(sliceLabel('2026-11-09T07:00:00.000Z', 'hour')).toBe('07:00');
  expect(sliceWords('2026-11-09T07:00:00.000Z', 'hour')).toBe('from 07:00 UTC on 9 Nov');
});
