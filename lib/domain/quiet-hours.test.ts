// Quiet hours: over midnight, by weekday, in a zone whose clocks change.
import { describe, expect, it } from 'vitest';
import { type QuietHours, quietHours, quietUntil, WEEKDAYS } from './quiet-hours';

const hours = (given: Partial<QuietHours> = {}): QuietHours =>
  quietHours.parse({ zone: 'Europe/Berlin', from: '22:00', to: '07:00', ...given });
const until = (given: QuietHours, at: string): string | null => {
  const end = quietUntil(given, Date.parse(at));
  return end === null ? null : new Date(end).toISOString();
};

describe('quietUntil', () => {
  it('ends on the next morning, from the first minute on and before the last', () => {
    expect(until(hours(), '2026-11-27T20:59:59Z')).toBeNull();
    expect(until(hours(), '2026-11-27T21:00:00Z')).toBe('2026-11-28T06:00:00.000Z');
    expect(until(hours(), '2026-11-28T05:59:30Z')).toBe('2026-11-28T06:00:00.000Z');
    expect(until(hours(), '2026-11-28T06:00:00Z')).toBeNull();
  });

  it('belongs to the day on which it began', () => {
    const friday = hours({ days: ['fri'] });
    expect(until(friday, '2026-11-28T02:00:00Z')).toBe('2026-11-28T06:00:00.000Z');
    expect(until(friday, '2026-11-28T22:00:00Z')).toBeNull();
    expect(until(friday, '2026-11-27T03:00:00Z')).toBeNull();
  });

  it('lasts through a weekend whose days follow each other', () => {
    const weekend = hours({ from: '00:00', to: '00:00', days: ['sat', 'sun'], zone: 'UTC' });
    expect(until(weekend, '2026-11-27T23:59:00Z')).toBeNull();
    expect(until(weekend, '2026-11-28T00:00:00Z')).toBe('2026-11-30T00:00:00.000Z');
    expect(until(weekend, '2026-11-29T23:59:00Z')).toBe('2026-11-30T00:00:00.000Z');
  });

  it('is one span within a day', () => {
    const lunch = hours({ from: '12:00', to: '13:30', zone: 'America/New_York' });
    expect(until(lunch, '2026-11-27T17:15:00Z')).toBe('2026-11-27T18:30:00.000Z');
    expect(until(lunch, '2026-11-27T18:30:00Z')).toBeNull();
  });

  it('ends by the wall clock where the clocks change in between', () => {
    expect(until(hours(), '2026-03-28T22:00:00Z')).toBe('2026-03-29T05:00:00.000Z');
    expect(until(hours(), '2026-10-24T21:00:00Z')).toBe('2026-10-25T06:00:00.000Z');
  });

  it('begin on every day, and let pass what presses, unless told otherwise', () => {
    expect(hours()).toMatchObject({ days: WEEKDAYS, urgentPasses: true });
  });

  it('are refused where it would always be quiet', () => {
    const always = { zone: 'UTC', from: '09:00', to: '09:00' };
    expect(quietHours.safeParse(always).error?.issues[0]?.path).toEqual(['to']);
    expect(quietHours.safeParse({ ...always, days: ['sat', 'sun'] }).success).toBe(true);
  });

  it('refuses zones, times and days that are none', () => {
    for (const wrong of [{ zone: 'Berlin' }, { from: '24:00' }, { days: [] }, { days: ['mon', 'mon'] }])
      expect(quietHours.safeParse({ zone: 'UTC', from: '22:00', to: '07:00', ...wrong }).success).toBe(false);
  });
});
