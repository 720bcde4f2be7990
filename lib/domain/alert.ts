// What an alert is: something that somebody should know, told once for each cause; refuses facts of other shapes.
import { z } from 'zod';
import { type BudgetName, budgetId, budgetPeriod } from './budget';
import { receiverKind } from './delivery';

export const ALERT_KINDS = [
  'budget_threshold',
  'budget_forecast',
  'spend_spike',
  'unpriced_usage',
  'deprecated_model',
  'leaked_hold',
  'overrun',
  'spend_breaker',
  'canary_leaked',
  'secret_seen',
  'delivery_failed',
] as const;
export const alertKind = z.enum(ALERT_KINDS);
export type AlertKind = z.infer<typeof alertKind>;

/** info: worth knowing. warning: will need someone. critical: needs someone now. */
export const alertSeverity = z.enum(['info', 'warning', 'critical']);
export type AlertSeverity = z.infer<typeof alertSeverity>;

/** open: its cause is there. acknowledged: it is, and somebody has seen it. resolved: its cause is gone. */
export const ALERT_STATUSES = ['open', 'acknowledged', 'resolved'] as const;
export const alertStatus = z.enum(ALERT_STATUSES);
export type AlertStatus = z.infer<typeof alertStatus>;

const whole = z.number().int();
const money = z.number().int();
const instant = z.iso.datetime();
const ofBudget = {
  scope: z.string(),
  period: budgetPeriod,
  /** When its period is over; null for `total`. */
  resetsAt: instant.nullable(),
  limitMicroUsd: money,
  spentMicroUsd: money,
};
const ofCalls = { called: z.enum(['model', 'tool']), name: z.string(), calls: whole };

/** The figures as they were when the cause was last looked at. */
export const alertFact = z.discriminatedUnion('kind', [
  /** `share` of the limit is spent, or the budget holds runs back: then it counts as passed at every share. */
  z.strictObject({
    kind: z.literal('budget_threshold'),
    ...ofBudget,
    share: z.number(),
    /** At most 1 000 are counted. */
    waitingRuns: whole,
  }),
  /** What will be spent at the end of the period is beyond the limit. */
  z.strictObject({
    kind: z.literal('budget_forecast'),
    ...ofBudget,
    forecastMicroUsd: money,
    /** weekly: with what the hours to come cost in the last weeks. linear: straight on. */
    basis: z.enum(['linear', 'weekly']),
  }),
  /** In the hour that begins at `hour` the agent spent many times what it spends in an hour in which it works. */
  z.strictObject({
    kind: z.literal('spend_spike'),
    agent: z.string(),
    hour: instant,
    costMicroUsd: money,
    usualMicroUsd: money,
  }),
  /** In the last day there were tokens that cost nothing. */
  z.strictObject({ kind: z.literal('unpriced_usage'), ...ofCalls, tokens: whole }),
  /** In the last day calls were charged of the configured model `name`, whose provider gives `model` up. */
  z.strictObject({
    kind: z.literal('deprecated_model'),
    name: z.string(),
    model: z.string(),
    calls: whole,
    costMicroUsd: money,
    endsAt: instant.nullable(),
    /** What its provider names in its place. */
    use: z.string().nullable(),
  }),
  /** Calls whose hold is open for far longer than they may last; `runId` has the oldest. */
  z.strictObject({
    kind: z.literal('leaked_hold'),
    agent: z.string(),
    holds: whole,
    heldMicroUsd: money,
    oldestAt: instant,
    runId: z.uuid(),
    step: whole,
  }),
  /** Calls that cost more than was held for them; `runId` had the last one. */
  z.strictObject({ kind: z.literal('overrun'), ...ofCalls, beyondMicroUsd: money, runId: z.uuid() }),
  /** Within a minute the agent spent more than it may, and was paused. */
  z.strictObject({
    kind: z.literal('spend_breaker'),
    agent: z.string(),
    costMicroUsd: money,
    boundMicroUsd: money,
  }),
  /** The secret mark of a run's prompt stood in a call that its model asked for, or in the output. Nothing of it was sent. */
  z.strictObject({ kind: z.literal('canary_leaked'), agent: z.string(), runId: z.uuid(), step: whole }),
  /**
   * A registered secret came from where none may come from. `answer`: what a model said at that step. `input`: what started the run. `event`: what was sent to
   * it, or to whoever waits for it. It stands nowhere; where it came from it is known.
   */
  z.strictObject({
    kind: z.literal('secret_seen'),
    secret: z.string(),
    where: z.enum(['answer', 'input', 'event']),
    agent: z.string().nullable(),
    runId: z.uuid().nullable(),
    step: whole.nullable(),
  }),
  /** A callback or a channel does not take what it is told. It is not told of this itself. */
  z.strictObject({
    kind: z.literal('delivery_failed'),
    receiver: receiverKind,
    name: z.string(),
    event: z.string(),
    attempts: whole,
    givenUp: z.boolean(),
    error: z.string(),
  }),
]);
export type AlertFact = z.infer<typeof alertFact>;
export type FactOf<K extends AlertKind> = Extract<AlertFact, { kind: K }>;

/** Lower shares are told because somebody wants to know them. */
const PRESSING_SHARE = 0.8;

export function severityOf(fact: AlertFact): AlertSeverity {
  switch (fact.kind) {
    case 'spend_breaker':
    case 'canary_leaked':
    case 'secret_seen':
      return 'critical';
    case 'budget_threshold':
      if (fact.share >= 1 || fact.waitingRuns > 0) return 'critical';
      return fact.share >= PRESSING_SHARE ? 'warning' : 'info';
    case 'unpriced_usage':
      return 'info';
    case 'budget_forecast':
    case 'spend_spike':
    case 'deprecated_model':
    case 'leaked_hold':
    case 'overrun':
    case 'delivery_failed':
      return 'warning';
  }
}

/** What it is about: `budget:day:global`, `agent:NAME`, `model:NAME`, `tool:NAME`, `secret:NAME`, `callback:NAME`, `channel:NAME`. */
export function subjectOf(fact: AlertFact): string {
  switch (fact.kind) {
    case 'budget_threshold':
    case 'budget_forecast':
      return `budget:${budgetId(fact satisfies BudgetName)}`;
    case 'spend_spike':
    case 'leaked_hold':
    case 'spend_breaker':
    case 'canary_leaked':
      return `agent:${fact.agent}`;
    case 'secret_seen':
      return `secret:${fact.secret}`;
    case 'deprecated_model':
      return `model:${fact.name}`;
    case 'unpriced_usage':
    case 'overrun':
      return `${fact.called}:${fact.name}`;
    case 'delivery_failed':
      return `${fact.receiver}:${fact.name}`;
  }
}

/** A fact with what tells its cause from every other, its period included: the same cause is told once. */
export type FoundAlert = { readonly cause: string; readonly fact: AlertFact };

/** @param mark what tells this period or occurrence from the others of the same kind and subject. */
export function foundAlert(fact: AlertFact, mark: string): FoundAlert {
  return { cause: `${fact.kind}:${subjectOf(fact)}@${mark}`, fact };
}
