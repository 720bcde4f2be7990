// Holds bins, scores and thresholds to cases that were counted by hand.
import { describe, expect, it } from 'vitest';
import { type ConfidenceCell, calibrationBins, calibrationScores, suggestedThreshold } from './calibration';

/** All stated exactly `percent` / 100. */
function cell(percent: number, agreed: number, disagreed: number): ConfidenceCell {
  const confidence = percent / 100;
  return {
    percent,
    agreed,
    disagreed,
    confidenceSum: confidence * (agreed + disagreed),
    squareErrorSum: agreed * (1 - confidence) ** 2 + disagreed * confidence ** 2,
  };
}

describe('the bins', () => {
  it('hold each case once: 0.1 stands in the second, 1 in the last', () => {
    const bins = calibrationBins([
      cell(0, 1, 0),
      cell(9, 1, 0),
      cell(10, 2, 0),
      cell(99, 0, 3),
      cell(100, 4, 0),
    ]);
    expect(bins.map(({ cases }) => cases)).toEqual([2, 2, 0, 0, 0, 0, 0, 0, 0, 7]);
    expect(bins[9]).toMatchObject({ low: 0.9, high: 1, agreed: 4 });
  });

  it('say no share of few cases, and what was stated on average of any', () => {
    const bins = calibrationBins([cell(80, 20, 9), cell(92, 20, 10), cell(96, 25, 5)]);
    expect(bins[8]).toMatchObject({ cases: 29, agreement: null });
    expect(bins[8]?.meanConfidence).toBeCloseTo(0.8, 10);
    expect(bins[9]).toMatchObject({ cases: 60, agreement: 0.75 });
    expect(bins[9]?.meanConfidence).toBeCloseTo(0.94, 10);
    expect(bins[0]).toMatchObject({ cases: 0, meanConfidence: null, agreement: null, interval: null });
  });
});

describe('the scores', () => {
  it('are those of the formulas', () => {
    // (15 × 0.1² + 5 × 0.9² + 5 × 0.8² + 15 × 0.2²) / 40 = 8 / 40; distances |18 − 15| + |4 − 5|.
    const { brier, expectedError } = calibrationScores([cell(90, 15, 5), cell(20, 5, 15)]);
    expect(brier).toBeCloseTo(0.2, 10);
    expect(expectedError).toBeCloseTo(0.1, 10);
  });

  it('are none of few', () =>
    expect(calibrationScores([cell(90, 29, 0)])).toEqual({ brier: null, expectedError: null }));
});

describe('the suggested threshold', () => {
  it('is the smallest whose error is surely low enough', () => {
    // 0 of 73 is at most 4.999 %; with the cell below, 1 of 78 at most 6.9 %.
    const cells = [cell(60, 0, 20), cell(85, 4, 1), cell(95, 73, 0)];
    expect(suggestedThreshold(cells, 0.05)).toMatchObject({ percent: 95, cases: 73, disagreed: 0 });
    expect(suggestedThreshold(cells, 0.07)).toMatchObject({ percent: 85, cases: 78, disagreed: 1 });
  });

  it('goes below a cell that errs more, where the many below make up for it', () => {
    const cells = [cell(70, 400, 2), cell(90, 26, 4)];
    expect(suggestedThreshold(cells, 0.05)).toMatchObject({ percent: 70, cases: 432, disagreed: 6 });
  });

  it('is none where the cases are too few to be sure', () => {
    expect(suggestedThreshold([cell(95, 72, 0)], 0.05)).toBeNull();
    expect(suggestedThreshold([cell(95, 29, 0)], 0.5)).toBeNull();
    expect(suggestedThreshold([], 0.05)).toBeNull();
  });
});
