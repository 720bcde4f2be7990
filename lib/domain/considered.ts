// How considered a reviewer's approvals are, from what can be counted: planted calls they caught, time they took, approvals that were taken back later.
// Pure; says nothing below a number of cases that says nothing.
import { z } from 'zod';
import { FEWEST_CASES, wilsonInterval } from './statistics';

/** Below so many planted calls they do not count: one of two missed is no half. */
export const FEWEST_PLANTED = 5;
/** The period that a score looks back on. */
export const CONSIDERED_DAYS = 90;

/**
 * Characters a second of somebody who reads fast with attention: some 300 words a minute. An approval is hurried where less than a fifth of the
 * time that its card takes to read has passed, and never below this: recognising a card takes as long.
 */
export const READ_CHARACTERS_PER_SECOND = 25;
export const HURRIED_SHARE = 0.2;
export const HURRIED_LEAST_MS = 2_000;
/** Longer ones are skimmed by everybody: what is beyond is machine text. */
export const READ_CHARACTERS_MOST = 4_000;

export const consideredCounts = z.strictObject({
  /** Planted calls that they decided, and how many of them they rejected or set right. */
  planted: z.number().int(),
  caught: z.number().int(),
  /** Approvals whose time on the card is known, and how many of them were faster than anybody reads. */
  timed: z.number().int(),
  hurried: z.number().int(),
  /** Approvals, and how many of them were undone afterwards. */
  approvals: z.number().int(),
  reversed: z.number().int(),
});
export type ConsideredCounts = z.infer<typeof consideredCounts>;

export const consideredScore = z.strictObject({
  ...consideredCounts.shape,
  cases: z.number().int(),
  /** 0…1, the lowest of the three shares below, of planted calls the upper end of what so few can say; null below FEWEST_CASES. */
  score: z.number().nullable(),
  /** Each null where too few count. */
  caughtShare: z.number().nullable(),
  unhurriedShare: z.number().nullable(),
  upheldShare: z.number().nullable(),
});
export type ConsideredScore = z.infer<typeof consideredScore>;

const shareOf = (good: number, all: number, fewest: number): number | null =>
  all < fewest ? null : good / all;

/** The lowest of the three, because no one of them makes up for another: who reads slowly and misses what is planted has not looked. */
export function scoreOf(counts: ConsideredCounts): ConsideredScore {
  const { planted, caught, timed, hurried, approvals, reversed } = counts;
  const cases = planted + approvals;
  const caughtShare = shareOf(caught, planted, FEWEST_PLANTED);
  const unhurriedShare = shareOf(timed - hurried, timed, FEWEST_CASES);
  const upheldShare = shareOf(approvals - reversed, approvals, FEWEST_CASES);
  // Few are planted: that three of five were caught is no 60 % yet.
  const surelyCaught = caughtShare === null ? null : (wilsonInterval(caught, planted)?.high ?? null);
  const shares = [surelyCaught, unhurriedShare, upheldShare].filter((share) => share !== null);
  const score = cases < FEWEST_CASES || shares.length === 0 ? null : Math.min(...shares);
  return { ...counts, cases, score, caughtShare, unhurriedShare, upheldShare };
}

/** Whether they decide one by one and not alone. Without a score nobody is held to one. */
export function isBelow({ score }: Pick<ConsideredScore, 'score'>, least: number): boolean {
  return score !== null && score < least;
}
