// Spans read at the grain a person compares by.
import { describe, expect, it } from 'vitest';
import { formatCountdownMs, formatDurationMs, speakDurationMs } from './duration';

describe('formatDurationMs', () => {
  it.each([
    [-5, '0 ms'],
    [42, '42 ms'],
    [420, '0.4 s'],
    [21_400, '21.4 s'],
    [59_949, '59.9 s'],
    [59_980, '1 m 00 s'],
    [72_000, '1 m 12 s'],
    [3_599_999, '59 m 59 s'],
    [6_720_000, '1 h 52 m'],
    [11_160_000, '3 h 06 m'],
    [183_600_000, '2 d 03 h'],
  ])('%s → %s', (ms, text) => {
    expect(formatDurationMs(ms)).toBe(text);
  });

  it('drops tenths for lists', () => {
    expect(formatDurationMs(11_900, { whole: true })).toBe('11 s');
    expect(formatDurationMs(600, { whole: true })).toBe('0 s');
  });
});

describe('formatCountdownMs', () => {
  it.each([
    [0, '00:00'],
    [1, '00:01'],
    [402_000, '06:42'],
    [3_599_000, '59:59'],
    [3_599_500, '1 h 00 m'],
    [6_720_000, '1 h 52 m'],
  ])('%s → %s', (ms, text) => {
    expect(formatCountdownMs(ms)).toBe(text);
  });
});

describe('speakDurationMs', () => {
  it.each([
    [0, '0 seconds'],
    [61_000, '1 minute 1 second'],
    [900_000, '15 minutes'],
    [6_720_000, '1 hour 52 minutes'],
    [90_000_000, '1 day 1 hour'],
  ])('%s → %s', (ms, text) => {
    expect(speakDurationMs(ms)).toBe(text);
  });
});
