// What a stated confidence was worth: pure, over counts by hundredths of confidence; refuses a threshold that the cases do not carry.
import { FEWEST_CASES, type Interval, wilsonInterval } from './statistics';

/** Decisions of people on calls whose stated confidence, cut to hundredths, is `percent`: 0 to 100. */
export type ConfidenceCell = {
  readonly percent: number;
  /** Approved unchanged. */
  readonly agreed: number;
  /** Edited or rejected. */
  readonly disagreed: number;
  /** Sums over both, of the confidence as it was stated: the mean of a bin, and Brier's score. */
  readonly confidenceSum: number;
  readonly squareErrorSum: number;
};

export const BINS = 10;

export type CalibrationBin = {
  /** From `low`, below `high`; the last holds 1 as well. */
  readonly low: number;
  readonly high: number;
  readonly cases: number;
  readonly agreed: number;
  /** Of what was stated; null without cases. */
  readonly meanConfidence: number | null;
  /** The share that people approved unchanged; null of fewer than FEWEST_CASES. */
  readonly agreement: number | null;
  /** Wilson's interval of it, for any case at all. */
  readonly interval: Interval | null;
};

export function calibrationBins(cells: readonly ConfidenceCell[]): CalibrationBin[] {
  return Array.from({ length: BINS }, (_, bin) => {
    const within = cells.filter(
      ({ percent }) => Math.min(BINS - 1, Math.floor((percent * BINS) / 100)) === bin,
    );
    const { agreed, disagreed, confidenceSum } = sumOf(within);
    const cases = agreed + disagreed;
    return {
      low: bin / BINS,
      high: (bin + 1) / BINS,
      cases,
      agreed,
      meanConfidence: cases === 0 ? null : confidenceSum / cases,
      agreement: cases < FEWEST_CASES ? null : agreed / cases,
      interval: wilsonInterval(agreed, cases),
    };
  });
}

export type CalibrationScores = {
  /** Mean square of confidence less outcome (Brier 1950): 0 is best, 0.25 is what saying 0.5 each time gets. */
  readonly brier: number | null;
  /** Mean distance of what was stated from what came, over the bins, each by its cases. */
  readonly expectedError: number | null;
};

/** Null of fewer than FEWEST_CASES in all. */
export function calibrationScores(cells: readonly ConfidenceCell[]): CalibrationScores {
  const { agreed, disagreed, squareErrorSum } = sumOf(cells);
  const cases = agreed + disagreed;
  if (cases < FEWEST_CASES) return { brier: null, expectedError: null };
  const distance = calibrationBins(cells).reduce(
    (sum, bin) =>
      sum + (bin.meanConfidence === null ? 0 : Math.abs(bin.meanConfidence * bin.cases - bin.agreed)),
    0,
  );
  return { brier: squareErrorSum / cases, expectedError: distance / cases };
}

export type SuggestedThreshold = {
  /** In hundredths of confidence: calls at or above it would act alone. */
  readonly percent: number;
  readonly cases: number;
  readonly disagreed: number;
  readonly interval: Interval;
};

/**
 * The smallest threshold at and above which the error, at the upper end of its interval, is at most `errorRate`. Many thresholds are tried,
 * so the interval of the one that is found is a little too narrow: it is a suggestion to look at and no proof.
 * @returns null where no threshold has FEWEST_CASES above it and an error that is surely low enough.
 */
export function suggestedThreshold(
  cells: readonly ConfidenceCell[],
  errorRate: number,
): SuggestedThreshold | null {
  let found: SuggestedThreshold | null = null;
  let [cases, disagreed] = [0, 0];
  for (const cell of cells.toSorted((a, b) => b.percent - a.percent)) {
    cases += cell.agreed + cell.disagreed;
    disagreed += cell.disagreed;
    const interval = wilsonInterval(disagreed, cases);
    if (cases < FEWEST_CASES || interval === null || interval.high > errorRate) continue;
    found = { percent: cell.percent, cases, disagreed, interval };
  }
  return found;
}

function sumOf(cells: readonly ConfidenceCell[]): Omit<ConfidenceCell, 'percent'> {
  const sum = { agreed: 0, disagreed: 0, confidenceSum: 0, squareErrorSum: 0 };
  for (const cell of cells) {
    sum.agreed += cell.agreed;
    sum.disagreed += cell.disagreed;
    sum.confidenceSum += cell.confidenceSum;
    sum.squareErrorSum += cell.squareErrorSum;
  }
  return sum;
}
