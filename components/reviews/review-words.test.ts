// Few cases read as too few, and a suggestion says what it rests on.
import { describe, expect, it } from 'vitest';
import { basisSentence, beforeText, rateText, rateTitle, suggestionSentences } from './review-words';

const few = { count: 3, of: 29, share: null, low: null, high: null };
const many = { count: 15, of: 120, share: 0.125, low: 0.077, high: 0.196 };
const calibration = {
  basis: { used: 'held' as const, unselected: 4, held: 90, sampled: 2 },
  fewestCases: 30,
  errorRate: 0.05,
  suggested: null,
} as unknown as Parameters<typeof basisSentence>[0]; // safe because the words read nothing else

describe('the words of reviews', () => {
  it('tell no rate of few', () => {
    expect(rateText(few)).toBe('too few (29)');
    expect(beforeText(few)).toBe('before: too few');
    expect(rateTitle(few)).toBe('3 of 29; a rate is told from 30 on');
    expect(rateText({ ...few, of: 0, count: 0 })).toBe('none');
  });

  it('tell a rate with its interval', () => {
    expect(rateText(many)).toBe('12.5 %');
    expect(rateTitle(many)).toBe('15 of 120; between 7.7 % and 19.6 % with 95 % confidence');
  });

  it('say how the cases were selected', () => {
    expect(basisSentence(calibration)).toContain('Of all 90 held calls. They were picked');
    expect(basisSentence({ ...calibration, basis: { ...calibration.basis, used: 'unselected' } })).toContain(
      'nothing else selected them',
    );
  });

  it('name no threshold of few, and what one would have meant', () => {
    expect(suggestionSentences(calibration)).toHaveLength(1);
    const suggested = {
      threshold: 0.8,
      cases: 200,
      disagreed: 3,
      interval: { low: 0.005, high: 0.043 },
      present: 0.7,
      fewer: { calls: 0, rejected: 0, edited: 0 },
      more: { sampled: 12, rejected: 2, edited: 1 },
    };
    const [first, , third] = suggestionSentences({ ...calibration, suggested });
    expect(first).toContain('At 0.80 and above, people changed or refused 3 of 200 calls');
    expect(third).toContain('the draw showed 12; people rejected 2 and edited 1');
  });
});
