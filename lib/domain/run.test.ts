// Bounds: whole with their defaults, or only those that were named.
import { describe, expect, it } from 'vitest';
import { raisedLimits, runLimits } from './run';

describe('bounds of a run', () => {
  it('fills in what an agent leaves out', () => {
    expect(runLimits.parse({ maxSteps: 3 })).toEqual({
      maxSteps: 3,
      maxToolCalls: 30,
      maxTokens: 200_000,
      maxCostMicroUsd: 500_000,
      deadlineMs: 900_000,
    });
  });

  it('keeps raised bounds to those that were named: a default here would raise or lower the others unasked', () => {
    expect(raisedLimits.parse({ maxSteps: 3 })).toEqual({ maxSteps: 3 });
    expect(raisedLimits.parse({})).toEqual({});
    expect(raisedLimits.safeParse({ maxStep: 3 }).success).toBe(false);
  });
});
