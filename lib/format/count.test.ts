// Counts stay whole; shares never round up to certainty.
import { describe, expect, it } from 'vitest';
import { formatBytes, formatCount, formatPercent, initials, plural, shortDigest } from './count';

describe('counts', () => {
  it('groups and pluralises', () => {
    expect(formatCount(4871)).toBe('4,871');
    expect(formatCount(-12)).toBe('−12');
    expect(plural(1, 'run')).toBe('1 run');
    expect(plural(1200, 'run')).toBe('1,200 runs');
    expect(plural(2, 'reply', 'replies')).toBe('2 replies');
  });

  it.each([
    [0, '0 %'],
    [1, '100 %'],
    [0.976, '97.6 %'],
    [0.99999, '99.9 %'],
    [0.00001, '0.1 %'],
    [0.5, '50 %'],
    [Number.NaN, 'none'],
  ])('share %s → %s', (share, text) => {
    expect(formatPercent(share)).toBe(text);
  });

  it('says sizes and digests', () => {
    expect(formatBytes(812)).toBe('812 B');
    expect(formatBytes(14_240)).toBe('14.2 kB');
    expect(formatBytes(999_960)).toBe('1.0 MB');
    expect(shortDigest('9c41aaaaaaaaaaaae07b')).toBe('9c41…e07b');
    expect(shortDigest('short')).toBe('short');
  });

  it.each([
    ['Ruth Diaz', 'RD'],
    ['mk@example.com', 'MK'],
    ['anna.maria.lee@example.com', 'AL'],
    ['', '?'],
  ])('initials of %j are %s', (name, text) => {
    expect(initials(name)).toBe(text);
  });
});
