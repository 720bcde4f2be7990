// Typed bounds become exact units, only real changes are sent, and each direction refuses the other.
import { describe, expect, it } from 'vitest';
import { limitProblems, limitText, readLimits } from './limit-texts';

const limits = {
  maxSteps: 40,
  maxToolCalls: 30,
  maxTokens: 200_000,
  maxCostMicroUsd: 500_000,
  deadlineMs: 900_000,
};

describe('readLimits', () => {
  it('turns dollars and minutes into whole units', () => {
    expect(readLimits({ maxCostMicroUsd: '0.1', deadlineMs: '2.5', maxSteps: '12' }, limits)).toEqual({
      maxCostMicroUsd: 100_000,
      deadlineMs: 150_000,
      maxSteps: 12,
    });
    expect(readLimits({ maxCostMicroUsd: '$1.234567' }, limits)).toEqual({ maxCostMicroUsd: 1_234_567 });
  });
  it('leaves out what is empty, unreadable or unchanged', () => {
    expect(readLimits({ maxSteps: '40', maxTokens: ' ', maxToolCalls: 'many' }, limits)).toEqual({});
  });
  it('reads back what it writes', () => {
    expect(limitText('maxCostMicroUsd', 500_000)).toBe('0.5');
    expect(readLimits({ deadlineMs: limitText('deadlineMs', 60_000) }, limits)).toEqual({
      deadlineMs: 60_000,
    });
  });
});

describe('limitProblems', () => {
  it('lets a start only lower', () => {
    expect(limitProblems({ maxCostMicroUsd: '0.6', maxSteps: '40' }, limits, 'lower')).toEqual({
      maxCostMicroUsd: 'At most $0.50',
    });
  });
  it('lets a resume only raise', () => {
    expect(limitProblems({ maxSteps: '39', deadlineMs: '30' }, limits, 'raise')).toEqual({
      maxSteps: 'At least 40',
    });
  });
  it('refuses what is no number', () => {
    expect(limitProblems({ maxSteps: '1.5', maxTokens: 'x', deadlineMs: '-1' }, limits, 'lower')).toEqual({
      maxSteps: 'A whole number',
      maxTokens: 'A whole number',
      deadlineMs: 'A number',
    });
    expect(limitProblems({ maxSteps: '0' }, limits, 'lower')).toEqual({ maxSteps: 'Above zero' });
  });
});
