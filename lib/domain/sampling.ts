// How often calls that nothing stands against are looked at all the same, and what people's answers make of it. Pure.
import { z } from 'zod';

export const REVIEW_DECISIONS = ['approve', 'edit', 'reject'] as const;
export type ReviewDecision = (typeof REVIEW_DECISIONS)[number];

/** Names the rule in reasons: approvals that are samples are known by it. */
export const SAMPLE_RULE = 'escalation.sampleRate';

/** What is known of an agent and a tool; only decisions of people change it. */
export const reviewRate = z.strictObject({
  rate: z.number().min(0).max(1),
  last: z.strictObject({ decision: z.enum(REVIEW_DECISIONS), at: z.string() }),
});
export type ReviewRate = z.infer<typeof reviewRate>;

/** What an admission was told: the draw is made of run and step, so that the same call is drawn once, however often it is looked at. */
export const samplingFact = z.strictObject({
  floor: z.number().min(0).max(1),
  rate: z.number().min(0).max(1),
  /** Of 0 to 1; below the rate it is picked. */
  drawn: z.number().min(0).max(1),
  last: reviewRate.shape.last.nullable(),
});
export type SamplingFact = z.infer<typeof samplingFact>;

export const isPicked = ({ drawn, rate }: Pick<SamplingFact, 'drawn' | 'rate'>) => drawn < rate;

/** So much of the way down to the floor goes with each sample that people agree to. */
const DECAY = 0.2;

/** Twice as often after a sample that was rejected or edited; less and less while people agree, never below the floor. */
export function rateAfter(rate: number, floor: number, decision: ReviewDecision): number {
  const present = Math.max(rate, floor);
  if (decision !== 'approve') return Math.min(1, present * 2);
  const next = floor + (present - floor) * (1 - DECAY);
  return next - floor < 0.001 ? floor : next;
}

/** 48 bits of a SHA-256 in hex as a figure from 0 to 1, 1 left out. */
export const drawOf = (digest: string) => Number.parseInt(digest.slice(0, 12), 16) / 2 ** 48;
