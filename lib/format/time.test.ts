// Instants read the same on every machine.
import { describe, expect, it } from 'vitest';
import {
  formatAge,
  formatLocalDateTime,
  formatRelative,
  formatUtcDateTime,
  formatUtcDay,
  formatUtcTime,
} from './time';

const at = '2026-11-19T14:24:01.900Z';
const nowMs = Date.parse('2026-11-19T14:32:08Z');

describe('absolute', () => {
  it('names the zone', () => {
    expect(formatUtcTime(at)).toBe('14:24:01 UTC');
    expect(formatUtcTime(at, { zone: false })).toBe('14:24:01');
    expect(formatUtcDateTime(at)).toBe('2026-11-19 14:24:01 UTC');
    expect(formatLocalDateTime(at, 'Asia/Kolkata')).toBe('2026-11-19 19:54:01 GMT+5:30');
  });

  it('names a day of UTC', () => {
    expect(formatUtcDay('2026-11-09')).toBe('9 Nov');
    expect(formatUtcDay('2026-12-31T23:59:59.999Z')).toBe('31 Dec');
  });

  it('says so when there is no instant', () => {
    expect(formatUtcDay('never')).toBe('unknown day');
    expect(formatUtcTime('never')).toBe('unknown time');
    expect(formatUtcDateTime('never')).toBe('unknown time');
    expect(formatLocalDateTime('never')).toBe('unknown time');
    expect(formatRelative('never', nowMs)).toBe('unknown time');
  });
});

describe('relative', () => {
  it.each([
    [nowMs, 'just now'],
    [nowMs - 11_999, '11 s ago'],
    [nowMs - 600_000, '10 min ago'],
    [nowMs - 7_200_000, '2 h ago'],
    [nowMs - 2 * 86_400_000, '2 d ago'],
    [nowMs + 180_000, 'in 3 min'],
  ])('%s → %s', (instant, text) => {
    expect(formatRelative(instant, nowMs)).toBe(text);
  });

  it('has an age that is never negative', () => {
    expect(formatAge(nowMs - 38 * 60_000, nowMs)).toBe('38 min');
    expect(formatAge(nowMs + 5_000, nowMs)).toBe('0 s');
  });
});
