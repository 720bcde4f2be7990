// What a run is and which statuses it may take; refuses to leave a terminal status.
import { z } from 'zod';
import { type Machine, type Reopening, terminalsOf } from './machine';

export const RUN_STATUSES = ['queued', 'running', 'waiting', 'succeeded', 'failed', 'cancelled'] as const;
export const runStatus = z.enum(RUN_STATUSES);
export type RunStatus = z.infer<typeof runStatus>;

export const RUN_MACHINE: Machine<RunStatus> = {
  queued: ['running', 'cancelled'],
  running: ['waiting', 'succeeded', 'failed', 'cancelled', 'queued'],
  waiting: ['running', 'cancelled'],
  succeeded: [],
  failed: [],
  cancelled: [],
};
export const TERMINAL_RUN_STATUSES = terminalsOf(RUN_MACHINE);

/** A person sends a failed run on (docs/decisions/0008-redrive.md); nothing else leaves a terminal status. */
export const RUN_REDRIVE: Reopening<RunStatus> = { failed: ['queued'] };

export const WAITING_REASONS = [
  'approval',
  'question',
  'timer',
  'event',
  'child',
  'breaker',
  'bulkhead',
  'retry_budget',
  'budget',
  'limit',
  'paused',
  'unknown_outcome',
  'halt',
] as const;
export const waitingReason = z.enum(WAITING_REASONS);
export type WaitingReason = z.infer<typeof waitingReason>;

export const stepOfRun = z.strictObject({ runId: z.string(), step: z.number().int() });
export type StepOfRun = z.infer<typeof stepOfRun>;

/** What a parked run waits for; `until` is when that wait ends by itself, `holder` who has it until then. */
export const waitingItem = z.strictObject({
  kind: z.string(),
  id: z.string(),
  until: z.iso.datetime().optional(),
  holder: stepOfRun.optional(),
});
export const waiting = z.strictObject({ reason: waitingReason, items: z.array(waitingItem) });
export type Waiting = z.infer<typeof waiting>;

export const TRIGGER_KINDS = ['form', 'api', 'compensation'] as const;
export type TriggerKind = (typeof TRIGGER_KINDS)[number];

const ATTENDED: { readonly [K in TriggerKind]: boolean } = { form: true, api: true, compensation: true };

/** Whether somebody stands behind a run of this trigger who may be asked. */
export function isAttended(kind: TriggerKind): boolean {
  return ATTENDED[kind];
}

/** What started the run, and of a compensation the run whose effects it undoes. */
export const trigger = z.strictObject({
  kind: z.enum(TRIGGER_KINDS),
  by: z.string(),
  of: z.uuid().optional(),
});
export type Trigger = z.infer<typeof trigger>;

/** Whether outsiders may have written the input of a run. What people type into the form or send as themselves is theirs. */
export const inputTrust = z.enum(['trusted', 'untrusted']);
export type InputTrust = z.infer<typeof inputTrust>;

const limitFields = {
  maxSteps: z.number().int().min(1).max(10_000),
  maxToolCalls: z.number().int().min(1).max(10_000),
  maxTokens: z.number().int().min(1),
  maxCostMicroUsd: z.number().int().min(0),
  /** Milliseconds from the run's first claim; how long it was queued before does not count, nor do waits for a person. */
  deadlineMs: z
    .number()
    .int()
    .min(1_000)
    .max(30 * 86_400_000),
};

export const MAX_THREAD_CHARS = 200;

/** What a caller calls that to which several runs belong: a conversation, a case. Printable, compared byte by byte. */
export const threadName = z
  .string()
  .min(1)
  .max(MAX_THREAD_CHARS)
  .regex(/^[^\p{Cc}]*$/u, 'no control characters');

/** Of a deadline that the caller of a start gives, milliseconds from the creation of the run: whatever it waits for counts. */
export const givenDeadlineMs = z
  .number()
  .int()
  .min(1_000)
  .max(30 * 86_400_000);

/** Bounds of one run; a bound that is reached parks the run with its partial result. */
export const runLimits = z.strictObject({
  maxSteps: limitFields.maxSteps.default(40),
  maxToolCalls: limitFields.maxToolCalls.default(30),
  maxTokens: limitFields.maxTokens.default(200_000),
  maxCostMicroUsd: limitFields.maxCostMicroUsd.default(500_000),
  deadlineMs: limitFields.deadlineMs.default(15 * 60_000),
});
export type RunLimits = z.infer<typeof runLimits>;
/** Some of the bounds. Made from the fields without defaults: zod fills in a default also below `partial()`. */
export const raisedLimits = z.strictObject(limitFields).partial();
export type RaisedLimits = { readonly [K in keyof RunLimits]?: RunLimits[K] | undefined };

/** Of each bound the higher: whoever raises one takes nothing from somebody who raised it further at the same time. */
export function raisedBy(limits: RunLimits, raised: RaisedLimits): RunLimits {
  const higher = (name: keyof RunLimits): number => Math.max(limits[name], raised[name] ?? 0);
  return {
    maxSteps: higher('maxSteps'),
    maxToolCalls: higher('maxToolCalls'),
    maxTokens: higher('maxTokens'),
    maxCostMicroUsd: higher('maxCostMicroUsd'),
    deadlineMs: higher('deadlineMs'),
  };
}

export const LIMIT_BOUNDS = ['steps', 'tool_calls', 'tokens', 'cost', 'time', 'deadline', 'loop'] as const;
export type LimitBound = (typeof LIMIT_BOUNDS)[number];

export type RunError = { readonly code: string; readonly message: string };
