// Breakers on the wire: how calls to each tool and model went, and how its breaker stands.
import { z } from 'zod';
import { breakerState, dependencyFault } from '../domain/breaker';
import { actor } from '../domain/principal';
import { inFlightCall } from './halt';
import { pageOf, timestamp, uuid } from './page';
import { givenReason } from './reason';

const count = z.number().int();

/** Only the dependency's faults are failures. Slow are calls, failed ones too, that took longer than `slowCallMs`. */
const figures = { calls: count, failures: count, slow: count };
export const callFigures = z.strictObject(figures);
export type CallFigures = z.infer<typeof callFigures>;

/** Failures by what went wrong. */
export const faultCounts = z.record(dependencyFault, count);
export type FaultCounts = z.infer<typeof faultCounts>;

/** The window of the figures: 30 slices of a minute, the last one begun and not over. */
export const BREAKER_SLICES = 30;
/** Of the states that held within the slice the one that lets least through; null where it is not known any more. */
const stateInSlice = breakerState.nullable();
export const breakerSlice = z.strictObject({ at: timestamp, ...figures, state: stateInSlice });
export type BreakerSlice = z.infer<typeof breakerSlice>;

/** As its active version declares them. */
export const dependencyLimits = z.strictObject({
  timeoutMs: count,
  /** What is slow, here as for the breaker: half of the timeout where nothing else is declared. */
  slowCallMs: count,
  /** Null where the runtime's own policy holds: models. */
  retry: z.strictObject({ maxAttempts: count, baseMs: count, capMs: count }).nullable(),
  /** Calls under way at once; null: no limit. */
  concurrency: count.nullable(),
  /** When the breaker opens, with the defaults filled in. */
  breaker: z.strictObject({
    /** Of the two one is null: the window is in time or in calls. */
    windowMs: count.nullable(),
    windowCalls: count.nullable(),
    failureRate: z.number(),
    slowCallMs: count,
    slowRate: z.number(),
    minimumCalls: count,
    openMs: count,
    probes: count,
  }),
});
export type DependencyLimits = z.infer<typeof dependencyLimits>;

/** An agent whose active version may call it, and its runs at this moment, whatever they wait for. */
export const dependentShape = z.strictObject({
  agent: z.string(),
  version: count,
  running: count,
  waiting: count,
});
export type DependentShape = z.infer<typeof dependentShape>;

export const breakerShape = z.strictObject({
  /** `tool:NAME@HOST`, `model:NAME` */
  key: z.string(),
  kind: z.enum(['tool', 'model']),
  name: z.string(),
  /** The host calls go to, with its port. */
  endpoint: z.string(),
  state: breakerState,
  epoch: count,
  openedAt: timestamp.nullable(),
  opensUntil: timestamp.nullable(),
  /** Probes granted in half_open; null in any other state. */
  probes: count.nullable(),
  /** By whom and why; null in any other state. */
  isolated: z.strictObject({ by: actor, reason: z.string() }).nullable(),
  /** Of its slots: calls that hold one, and calls that wait for one. Null where it has no limit. */
  bulkhead: z.strictObject({ limit: count, inUse: count, waiting: count }).nullable(),
  /** The last 30 minutes. */
  window: callFigures,
  faults: faultCounts,
  slices: z.array(breakerSlice).length(BREAKER_SLICES),
  last5m: callFigures,
  last24h: callFigures,
  /** Where more ended in 24 hours than are looked at: the figures are of the newest, from here on. Null: they are of all. */
  countedSince: timestamp.nullable(),
  /** In the last 24 hours. */
  lastCallAt: timestamp.nullable(),
  lastFailureAt: timestamp.nullable(),
  /** Null where it is not in use any more: called within the last 24 hours, and gone since. */
  limits: dependencyLimits.nullable(),
  dependents: z.array(dependentShape),
});
export type BreakerShape = z.infer<typeof breakerShape>;
export const breakerPage = pageOf(breakerShape);

/** One kind of error of the last 24 hours, the newest of it as a sample. */
export const breakerErrorShape = z.strictObject({
  code: z.string(),
  /** Null: not held against the dependency. */
  fault: dependencyFault.nullable(),
  count,
  message: z.string(),
  lastAt: timestamp,
  runId: uuid,
  step: count,
});
export type BreakerErrorShape = z.infer<typeof breakerErrorShape>;

/** A change of state. By itself (`by` is null) with the calls of the window that tripped it, or by a person. */
export const breakerChangeShape = z.strictObject({
  epoch: count,
  at: timestamp,
  from: breakerState,
  to: breakerState,
  by: actor.nullable(),
  reason: z.string().nullable(),
  ...figures,
});
export type BreakerChangeShape = z.infer<typeof breakerChangeShape>;

/** One of the changes of all breakers. */
export const breakerEventShape = breakerChangeShape.extend({
  key: z.string(),
  kind: z.enum(['tool', 'model']),
  name: z.string(),
});
export type BreakerEventShape = z.infer<typeof breakerEventShape>;
export const breakerEventPage = pageOf(breakerEventShape);

/** Why a person isolates it. */
export const isolateBreakerBody = z.strictObject({ reason: givenReason });

export const resetBreakerBody = z.strictObject({
  reason: givenReason,
  /** As it was shown. Where a person has isolated it since, it stays isolated, and the answer is `conflict` with who and why. */
  epoch: count.min(0).optional(),
});

export const breakerStory = breakerShape.extend({
  /** Newest first, at most 50. */
  changes: z.array(breakerChangeShape),
  /** Most recent first, at most 20. */
  errors: z.array(breakerErrorShape),
  /** The last 24 hours in slices of 5 minutes, the last one begun and not over. */
  day: z.strictObject({ since: timestamp, sliceMs: count, states: z.array(stateInSlice) }),
  /** Runs that wait for it now, by agent, the most first. At most 10 000 are counted. */
  held: z.array(z.strictObject({ agent: z.string(), runs: count })),
});
export type BreakerStory = z.infer<typeof breakerStory>;

export const breakerDetail = breakerStory.extend({
  /** Null while no person isolates it. */
  isolation: z
    .strictObject({
      /** True once no process can let a call through by what it knew before. What is in flight may still settle. */
      effective: z.boolean(),
      /** The oldest first, at most 100. */
      inFlight: z.array(inFlightCall),
    })
    .nullable(),
});
export type BreakerDetail = z.infer<typeof breakerDetail>;
