// A countdown presses at 15 and 5 minutes and says each once.
import { describe, expect, it } from 'vitest';
import { countdownAnnouncement, countdownTone } from './countdown-logic';

const min = (minutes: number): number => minutes * 60_000;

describe('countdownTone', () => {
  it.each([
    [min(15), 'calm'],
    [min(15) - 1, 'mid'],
    [min(5), 'mid'],
    [min(5) - 1, 'soon'],
    [1, 'soon'],
    [0, 'zero'],
    [-5, 'zero'],
  ])('%s ms left is %s', (remainingMs, tone) => {
    expect(countdownTone(remainingMs)).toBe(tone);
  });
});

describe('countdownAnnouncement', () => {
  it('announces a threshold when it is passed, and only then', () => {
    expect(countdownAnnouncement(min(15) + 500, min(15) - 500)).toBe(15);
    expect(countdownAnnouncement(min(15) - 500, min(15) - 1_500)).toBeUndefined();
    expect(countdownAnnouncement(min(5) + 1, min(5))).toBe(5);
  });

  it('says only the nearer one after a leap, nothing at the end, nothing at first sight', () => {
    expect(countdownAnnouncement(min(20), min(4))).toBe(5);
    expect(countdownAnnouncement(min(20), -1)).toBeUndefined();
    expect(countdownAnnouncement(undefined, min(4))).toBeUndefined();
  });

  it('is silent when a deadline is moved out again', () => {
    expect(countdownAnnouncement(min(4), min(30))).toBeUndefined();
  });
});
