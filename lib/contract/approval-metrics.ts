// What is told of approvals as figures: volume, what people decided and how fast, each reviewer's months, what will wait. Days and months are those of UTC.
import { z } from 'zod';
import { resourceName } from '../domain/names';
import { DRIFT_VERDICTS } from '../domain/reviewer-drift';
import { formatParam } from './download';
import { timestamp } from './page';

const question = {
  /** At or after; 30 days before `until` unless told. */
  since: timestamp.optional(),
  /** Before; now unless told. */
  until: timestamp.optional(),
  agent: resourceName.optional(),
  tool: resourceName.optional(),
  /** The person's id: only approvals that they voted on. Another one than oneself only for administrators. */
  reviewer: z.string().min(1).max(200).optional(),
  /** How many decisions a day a reviewer should have at most. */
  dailyCap: z.coerce.number().int().min(1).max(10_000).default(50),
};
export const approvalMetricsQuery = z.strictObject(question);
export type ApprovalMetricsQuery = z.infer<typeof approvalMetricsQuery>;
export const exportApprovalMetricsQuery = z.strictObject({ ...question, format: formatParam });

const count = z.number().int();
const ms = z.number().int().nullable();

/** `share`, and its interval of 95 %, are null where `of` is below `fewestCases`. */
export const rateShape = z.strictObject({
  count,
  of: count,
  share: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});
export type RateShape = z.infer<typeof rateShape>;
/** p50 of at least 10 cases, p95 of at least 20. */
const spread = z.strictObject({ of: count, p50Ms: ms, p95Ms: ms });

const decisions = {
  /** By people: sent as it was asked for. */
  approved: count,
  /** By people: sent with other arguments. */
  edited: count,
  rejected: count,
  /** By people, of calls whose outcome nobody knew, and of questions. */
  answered: count,
};
/** `count` of calls that people approved, edited or rejected; `override` is edits and rejections. */
const rates = z.strictObject({ approve: rateShape, edit: rateShape, reject: rateShape, override: rateShape });

export const approvalFigures = z.strictObject({
  /** Asked for in the period. The others ended in it, whenever they were asked for. */
  arrived: count,
  ...decisions,
  /** Ended by nobody's decision: in no rate but that of expiry. */
  automatic: z.strictObject({
    expired: count,
    cancelled: count,
    superseded: count,
    /** Run because nobody objected while its veto window was open. */
    unopposed: count,
    /** Settled by what a receiver said late, or by a rule. */
    settled: count,
  }),
  rates,
  /** Those that expired, of all that people decided or let expire. */
  expiry: rateShape,
  /** From being asked for to the decision, of people's. */
  timeToDecide: spread,
});
export type ApprovalFigures = z.infer<typeof approvalFigures>;

const reviewer = z.strictObject({ id: z.string(), name: z.string() });

export const approvalMetricsShape = z.strictObject({
  since: timestamp,
  until: timestamp,
  /** Of fewer cases no rate is told. */
  fewestCases: count,
  now: approvalFigures,
  /** Of the period of the same length before. */
  before: approvalFigures,
  waiting: z.strictObject({
    /** Now, whatever the period. */
    count,
    oldestAt: timestamp.nullable(),
    /** By age, `underMs` null for the oldest. */
    ages: z.array(z.strictObject({ overMs: count, underMs: count.nullable(), count })),
  }),
  /** Days on which anything was asked for or ended. */
  days: z.array(z.strictObject({ day: z.iso.date(), arrived: count, byPeople: count, automatic: count })),
  /** Those with most decisions first; at most 200 of each. */
  agents: z.array(approvalFigures.extend({ name: z.string() })),
  tools: z.array(approvalFigures.extend({ name: z.string() })),
  /** own: of whoever asks; how others decide only an administrator is told. */
  reviewersTold: z.enum(['all', 'own']),
  /** Votes in the period, whether or not others had to vote as well. */
  reviewers: z.array(z.strictObject({ reviewer, ...decisions, rates, timeToDecide: spread })),
  /** Six months, the last of them that of `until`; those without votes are left out. */
  months: z.array(
    z.strictObject({
      reviewer,
      /** `2026-11` */
      month: z.string(),
      ...decisions,
      /** Edits and rejections over decisions, 5 to 15 % being healthy. */
      override: rateShape,
      verdict: z.enum(DRIFT_VERDICTS),
      /** How long the card was looked at before the vote, where that was measured. */
      onCard: z.strictObject({ of: count, medianMs: ms }),
      /** Approvals and edits without a word; rejections need one. */
      withoutReason: rateShape,
      /** Days with a vote, and of these those with more than `dailyCap`. */
      days: count,
      daysOverCap: count,
      busiestDay: count,
    }),
  ),
  /** Null of too few. Assumes that approvals go on coming and being settled as in the period. */
  forecast: z
    .strictObject({
      arrivalsPerDay: z.number(),
      endedPerDay: z.number(),
      meanWaitMs: z.number(),
      usuallyWaiting: z.number(),
      inSevenDays: count,
    })
    .nullable(),
});
export type ApprovalMetricsShape = z.infer<typeof approvalMetricsShape>;

/** One figure that the page shows. `value` is null where there are too few cases for it; `of` is how many there are, null where it counts. */
export const approvalMetricRow = z.strictObject({
  table: z.enum([
    'period',
    'before',
    'waiting',
    'days',
    'agents',
    'tools',
    'reviewers',
    'months',
    'forecast',
  ]),
  name: z.string(),
  /** A day, a month, or empty. */
  when: z.string(),
  figure: z.string(),
  value: z.union([z.number(), z.string()]).nullable(),
  of: count.nullable(),
});
export type ApprovalMetricRow = z.infer<typeof approvalMetricRow>;
export const approvalMetricsExport = z.array(approvalMetricRow);
