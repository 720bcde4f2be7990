import { describe, expect, it } from 'vitest';
import { parseRetryAfterMs } from './retry-after';

const NOW = Date.parse('2026-03-01T10:00:00Z');

describe('parseRetryAfterMs', () => {
  it.each([
    ['0', 0],
    ['2', 2_000],
    [' 120 ', 120_000],
    ['Sun, 01 Mar 2026 10:00:30 GMT', 30_000],
    ['Sun, 01 Mar 2026 09:00:00 GMT', 0],
    ['-1', null],
    ['1.5', null],
    ['soon', null],
    ['2026-03-01T10:00:30Z', null],
    ['99999999999999', null],
    ['', null],
    [null, null],
    [undefined, null],
  ])('%s → %s', (header, delayMs) => {
    expect(parseRetryAfterMs(header, NOW)).toBe(delayMs);
  });
});
