// Whether a reviewer's month is as reviews usually are: pure, over counts; refuses to judge from few decisions.
import { FEWEST_CASES, type Rate, rateOf } from './statistics';

/** Rejections and edits over decisions. Below, nothing is ever found; above, the agents ask for what should not reach people at all. */
export const HEALTHY_OVERRIDES = { least: 0.05, most: 0.15 } as const;

export const DRIFT_VERDICTS = ['too_few', 'healthy', 'low', 'high'] as const;
export type DriftVerdict = (typeof DRIFT_VERDICTS)[number];

export type ReviewedMonth = {
  readonly approved: number;
  readonly edited: number;
  readonly rejected: number;
};

/** @returns the share of decisions that changed or refused what the agent wanted, and what is to be thought of it. */
export function overridesOf({ approved, edited, rejected }: ReviewedMonth): {
  readonly rate: Rate;
  readonly verdict: DriftVerdict;
} {
  const rate = rateOf(edited + rejected, approved + edited + rejected);
  return { rate, verdict: verdictOf(rate) };
}

function verdictOf({ share, of }: Rate): DriftVerdict {
  if (share === null || of < FEWEST_CASES) return 'too_few';
  if (share < HEALTHY_OVERRIDES.least) return 'low';
  return share > HEALTHY_OVERRIDES.most ? 'high' : 'healthy';
}
