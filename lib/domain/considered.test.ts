import { describe, expect, it } from 'vitest';
import { type ConsideredCounts, isBelow, scoreOf } from './considered';

const counts = (over: Partial<ConsideredCounts>): ConsideredCounts => ({
  planted: 0,
  caught: 0,
  timed: 0,
  hurried: 0,
  approvals: 0,
  reversed: 0,
  ...over,
});

describe('the score of considered approvals', () => {
  it('is the lowest of three shares', () => {
    const all = { planted: 10, caught: 9, timed: 40, hurried: 8, approvals: 40, reversed: 1 };
    const scored = scoreOf(counts(all));
    expect(scored).toMatchObject({ cases: 50, caughtShare: 0.9, unhurriedShare: 0.8, upheldShare: 0.975 });
    expect(scored.score).toBe(0.8);
    expect(scoreOf(counts({ ...all, caught: 2 })).score).toBeCloseTo(0.5098, 4);
  });

  it('says nothing below thirty cases, whatever they were', () => {
    expect(scoreOf(counts({ approvals: 29, reversed: 29 })).score).toBeNull();
    expect(scoreOf(counts({ approvals: 30, reversed: 15 })).score).toBe(0.5);
    expect(isBelow(scoreOf(counts({ approvals: 29, reversed: 29 })), 0.8)).toBe(false);
  });

  it('does not count planted calls before there are five of them', () => {
    const few = scoreOf(counts({ planted: 4, caught: 0, approvals: 40 }));
    expect([few.caughtShare, few.score]).toEqual([null, 1]);
    expect(scoreOf(counts({ planted: 5, caught: 0, approvals: 40 })).score).toBeCloseTo(0.4345, 4);
    expect(scoreOf(counts({ planted: 5, caught: 3, approvals: 40 })).score).toBeCloseTo(0.8824, 4);
  });

  it('holds nobody to a bound that they meet', () => {
    const scored = scoreOf(counts({ approvals: 40, reversed: 8 }));
    expect([isBelow(scored, 0.8), isBelow(scored, 0.81)]).toEqual([false, true]);
  });
});
