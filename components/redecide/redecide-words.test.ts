import { describe, expect, it } from 'vitest';
import type { RedecisionDifference } from '@/lib/domain/redecision';
import { addedCounts, divergenceWords, placeWords, sideWords } from './redecide-words';

const side = (verdict: string) => ({ verdict, reasons: [] });
const difference: RedecisionDifference = {
  kind: 'admission',
  step: 4,
  seq: 9,
  tool: 'payments.refund',
  recorded: side('admit'),
  now: side('await_approval'),
  course: 'asks_person',
  beyond: false,
};

describe('differences from the record', () => {
  it('say where a run first parts from it, and that it does not', () => {
    expect(divergenceWords(difference, 2)).toBe(
      '2 differences; it first parts from the record at step 4: asks a person.',
    );
    expect(divergenceWords({ ...difference, step: null, course: 'stops' }, 1)).toBe(
      '1 difference; it first parts from the record before its first step: stops there.',
    );
    expect(divergenceWords(null, 1)).toBe('1 difference, and the run would have gone the same way.');
    expect(divergenceWords(null, 0)).toContain('Nothing is decided otherwise');
  });

  it('name their place and both sides', () => {
    expect(placeWords(difference)).toBe('Step 4, payments.refund');
    expect(placeWords({ ...difference, step: null, tool: null, kind: 'input' })).toBe('Input of the run');
    expect(sideWords(difference.now)).toBe('asks a person');
    expect(sideWords(side('gpt-strong'))).toBe('gpt-strong');
    const people = { requiredRole: 'admin', quorum: 2, selfApproval: 'forbid', onExpiry: 'reject' } as const;
    expect(sideWords({ ...difference.now, people })).toBe('2 × admin, not who started it, then reject');
  });

  it('are counted over pages of runs', () => {
    const one = { kind: 'admission', course: 'asks_person', differences: 2, runs: 1 } as const;
    const other = { kind: 'limit', course: 'stops', differences: 1, runs: 1 } as const;
    expect(addedCounts([one], [one, other])).toEqual([{ ...one, differences: 4, runs: 2 }, other]);
  });
});
