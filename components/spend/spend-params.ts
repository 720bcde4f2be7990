// What the spend page shows, as it stands in the URL.
import { parseAsIsoDateTime, parseAsString, parseAsStringLiteral } from 'nuqs';
import { SPEND_PERIODS, type SpendPeriod } from './spend-period';
import { STACK_KEYS, type StackKey } from './spend-stacks';

export const spendParsers = {
  by: parseAsStringLiteral(STACK_KEYS).withDefault('agent'),
  period: parseAsStringLiteral(SPEND_PERIODS).withDefault('14d'),
  /** One agent, model, tool, label or status, by what `by` says. */
  of: parseAsString,
  /** One slice, by its beginning. */
  at: parseAsIsoDateTime,
  /** The budget that is looked at, by its id. */
  budget: parseAsString,
  /** The same of an alert. */
  alert: parseAsString,
};

export type SpendChoice = {
  readonly by: StackKey;
  readonly period: SpendPeriod;
  readonly of: string | null;
  readonly at: string | null;
};
