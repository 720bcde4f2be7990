// What the pages about reviews show, as it stands in the URL, and the questions that it makes. Pure.
import { parseAsFloat, parseAsNumberLiteral, parseAsString, parseAsStringLiteral } from 'nuqs';
import type { CalibrationQuestion, MetricsQuestion } from '@/lib/query/reviews';

export const REVIEW_PERIODS = ['7d', '30d', '90d'] as const;
export type ReviewPeriod = (typeof REVIEW_PERIODS)[number];
/** Decisions a day. */
export const DAILY_CAPS = [25, 50, 100, 200] as const;
export type DailyCap = (typeof DAILY_CAPS)[number];
export const ERROR_RATES = [0.02, 0.05, 0.1] as const;

const whose = { agent: parseAsString, tool: parseAsString, reviewer: parseAsString, model: parseAsString };
export const metricsParsers = {
  ...whose,
  period: parseAsStringLiteral(REVIEW_PERIODS).withDefault('30d'),
  cap: parseAsNumberLiteral(DAILY_CAPS).withDefault(50),
};
export const calibrationParsers = {
  ...whose,
  period: parseAsStringLiteral(REVIEW_PERIODS).withDefault('90d'),
  error: parseAsFloat.withDefault(0.05),
};

const HOUR_MS = 3_600_000;
/** From a whole hour on, so that it is one question for an hour. */
const since = (period: ReviewPeriod, hour: number) =>
  new Date((hour - Number.parseInt(period, 10) * 24) * HOUR_MS).toISOString();
const given = <T extends Record<string, string | null>>(of: T) =>
  Object.fromEntries(Object.entries(of).filter(([, value]) => value !== null && value !== '')) as {
    [K in keyof T]?: string; // safe because only what is there is kept
  };

export type ReviewWhose = {
  readonly agent: string | null;
  readonly tool: string | null;
  readonly reviewer: string | null;
};

export function metricsQuestion(
  period: ReviewPeriod,
  hour: number,
  { agent, tool, reviewer }: ReviewWhose,
  cap: DailyCap,
): MetricsQuestion {
  return { since: since(period, hour), ...given({ agent, tool, reviewer }), dailyCap: cap };
}

export function calibrationQuestion(
  period: ReviewPeriod,
  hour: number,
  { agent, model }: { readonly agent: string | null; readonly model: string | null },
  error: number,
): CalibrationQuestion {
  return { since: since(period, hour), ...given({ agent, model }), errorRate: error };
}
