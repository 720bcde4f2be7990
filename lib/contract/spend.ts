// What was spent, on the wire: sums over the journal by the keys asked for. Days and hours are those of UTC.
import { z } from 'zod';
import { resourceName } from '../domain/names';
import { runStatus, waiting } from '../domain/run';
import { formatParam } from './download';
import { listParam, timestamp, uuid } from './page';

export const SPEND_KEYS = ['agent', 'model', 'tool', 'label', 'status', 'day', 'hour'] as const;
export type SpendKey = (typeof SPEND_KEYS)[number];

/** More rows than this are refused: a part of a sum would be taken for the whole. */
export const MOST_SPEND_ROWS = 5_000;

const period = {
  /** At or after; the beginning of the day 13 days before `until` unless told. */
  since: timestamp.optional(),
  /** Before; now unless told. */
  until: timestamp.optional(),
};
export const spendFilters = {
  agent: resourceName.optional(),
  model: resourceName.optional(),
  /** What calls of this tool cost by its price, and the part of each model call that asked for it. */
  tool: resourceName.optional(),
  /** The part of runs whose status it is now. */
  status: runStatus.optional(),
  /** `key=value` */
  label: z
    .string()
    .max(270)
    .regex(/^[^=]+=.*$/, 'key=value')
    .optional(),
};

const by = listParam(z.enum(SPEND_KEYS)).refine((keys) => new Set(keys).size === (keys ?? []).length, {
  message: 'must name each key once',
});
export const spendQuery = z.strictObject({ by, ...period, ...spendFilters });
export type SpendQuery = z.infer<typeof spendQuery>;
export const exportSpendQuery = z.strictObject({ by, ...period, ...spendFilters, format: formatParam });
export type SpendFilter = Pick<SpendQuery, keyof typeof spendFilters>;

/** `tokens` is input and output together; cached input is part of the input. */
const figures = {
  costMicroUsd: z.number().int(),
  tokens: z.number().int(),
  inputTokens: z.number().int(),
  outputTokens: z.number().int(),
  cachedInputTokens: z.number().int(),
  /** The part that attempts after the first of their step cost. */
  retriesMicroUsd: z.number().int(),
  /** The part of attempts that brought no usable answer: failed, invalid, or lost. */
  failedMicroUsd: z.number().int(),
  /** The part of answers and failures after which the same was asked of a stronger model. */
  setAsideMicroUsd: z.number().int(),
  /** The part of calls by agents with stronger models. */
  routedMicroUsd: z.number().int(),
  /** The part of calls that fell back: made of a stronger model because a call had failed for good, or its breaker was open. */
  fallbacksMicroUsd: z.number().int(),
  /** An estimate: what the same tokens would have cost with the strongest model of their agents, by the prices of their time, less `routedMicroUsd`. Below 0 where going up cost more than it saved. */
  savedMicroUsd: z.number().int(),
  /** Model calls that have a part in the row, failed ones too, and calls of tools that were charged for. */
  calls: z.number().int(),
  /** Runs that have a part in the row. */
  runs: z.number().int(),
};
export const spendFigures = z.strictObject(figures);
export type SpendFigures = z.infer<typeof spendFigures>;

/**
 * The keys that were asked for, and no others. `tool`: what its own calls cost by its price, and the cost of each model call with the tools that it
 * asked for, in equal parts; null where it asked for none. `model`: null for calls of tools. `label`: one row a label, `key=value`; a run with two stands in both, so these rows may add up to more than the total.
 */
export const spendRow = z.strictObject({
  agent: z.string().optional(),
  model: z.string().nullable().optional(),
  tool: z.string().nullable().optional(),
  label: z.string().nullable().optional(),
  status: runStatus.optional(),
  /** `2026-11-19` */
  day: z.iso.date().optional(),
  /** Its beginning. */
  hour: timestamp.optional(),
  ...figures,
});
export type SpendRow = z.infer<typeof spendRow>;

export const spendShape = z.strictObject({
  since: timestamp,
  until: timestamp,
  total: spendFigures,
  /** In the order of time where day or hour was asked for, the dearest first otherwise. */
  rows: z.array(spendRow),
});
export type SpendShape = z.infer<typeof spendShape>;
export const spendExport = z.array(spendRow);

export const taskCostsQuery = z.strictObject({ ...period, agent: resourceName.optional() });
export type TaskCostsQuery = z.infer<typeof taskCostsQuery>;

const perSuccess = z.number().int().nullable();
/** What a successful run of an agent costs: all that its runs cost which ended in the period, over those that succeeded, rounded up. */
export const taskCostShape = z.strictObject({
  agent: z.string(),
  succeeded: z.number().int(),
  failed: z.number().int(),
  cancelled: z.number().int(),
  /** Of all runs that ended in the period, whatever day they spent it on. */
  costMicroUsd: z.number().int(),
  /** The part of it that failed and cancelled runs cost. */
  lostMicroUsd: z.number().int(),
  /** Null where none succeeded. */
  perSuccessMicroUsd: perSuccess,
  /** The same of the period of the same length before. */
  perSuccessBeforeMicroUsd: perSuccess,
});
export type TaskCostShape = z.infer<typeof taskCostShape>;
export const taskCostsShape = z.strictObject({
  since: timestamp,
  until: timestamp,
  /** By name. */
  agents: z.array(taskCostShape),
});
export type TaskCostsShape = z.infer<typeof taskCostsShape>;

export const topRunsQuery = z.strictObject({
  ...period,
  ...spendFilters,
  limit: z.coerce.number().int().min(1).max(100).default(10),
});
export type TopRunsQuery = z.infer<typeof topRunsQuery>;

export const topRunShape = z.strictObject({
  id: uuid,
  agent: z.string(),
  version: z.number().int(),
  status: runStatus,
  waiting: waiting.nullable(),
  error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
  createdAt: timestamp,
  /** What it spent in the period, on what was asked for. */
  costMicroUsd: z.number().int(),
  tokens: z.number().int(),
  calls: z.number().int(),
});
export type TopRunShape = z.infer<typeof topRunShape>;
export const topRunsShape = z.strictObject({
  since: timestamp,
  until: timestamp,
  /** The dearest first; runs that spent nothing are left out. */
  runs: z.array(topRunShape),
});
export type TopRunsShape = z.infer<typeof topRunsShape>;
