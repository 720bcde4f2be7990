import { describe, expect, it } from 'vitest';
import { clockIn, matchesZone, zoneNames } from './zones';

describe('time zones', () => {
  it('are named once each, UTC first', () => {
    const names = zoneNames();
    expect(names[0]).toBe('UTC');
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('Europe/Berlin');
  });

  it.each([
    ['America/New_York', 'new york', true],
    ['America/New_York', 'York NEW', true],
    ['America/New_York', 'new_y', true],
    ['Europe/Berlin', '', true],
    ['Europe/Berlin', 'new york', false],
  ])('%s is found by "%s": %s', (zone, typed, found) => {
    expect(matchesZone(zone, typed)).toBe(found);
  });

  it('tell the time there', () => {
    const at = Date.parse('2026-11-19T23:24:01.000Z');
    expect(clockIn('UTC', at)).toBe('23:24 UTC');
    expect(clockIn('Asia/Kolkata', at)).toMatch(/^04:54 (GMT\+5:30|IST)$/);
    expect(clockIn('Mars/Olympus', at)).toBeUndefined();
  });
});
