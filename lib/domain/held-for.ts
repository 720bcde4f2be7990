// For what a call was held, as figures part it: whether what people decided of it says something of calls that nobody was shown.
import type { AdmissionReason } from './admission';
import { SAMPLE_RULE } from './sampling';

export const HELD_FOR = ['sample', 'confidence', 'other'] as const;
export type HeldFor = (typeof HELD_FOR)[number];

export const CONFIDENCE_RULE = 'escalation.confidenceBelow';

/** sample: drawn by chance and for nothing else. confidence: for it and at most the draw. other: for anything else as well. */
export function heldFor(reasons: readonly Pick<AdmissionReason, 'rule'>[]): HeldFor {
  const others = reasons.filter(({ rule }) => rule !== SAMPLE_RULE);
  if (others.length === 0) return reasons.length === 0 ? 'other' : 'sample';
  return others.every(({ rule }) => rule === CONFIDENCE_RULE) ? 'confidence' : 'other';
}
