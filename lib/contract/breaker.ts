// Breakers on the wire: how calls to each tool and model went, and how its breaker stands.
import { z } from 'zod';
import { breakerState, dependencyFault } from '../domain/breaker';
import { pageOf, timestamp, uuid } from './page';

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

/** As its active version declares them. */
export const dependencyLimits = z.strictObject({
  timeoutMs: count,
  /** Half of the timeout until a version declares its own. */
  slowCallMs: count,
  /** Null where the runtime's own policy holds: models. */
  retry: z.strictObject({ maxAttempts: count, baseMs: count, capMs: count }).nullable(),
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
  /** The last 30 minutes. */
  window: callFigures,
  faults: faultCounts,
  slices: z.array(z.strictObject({ at: timestamp, ...figures })).length(BREAKER_SLICES),
  last5m: callFigures,
  last24h: callFigures,
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

export const breakerDetail = breakerShape.extend({
  /** Most recent first, at most 20. */
  errors: z.array(breakerErrorShape),
});
export type BreakerDetail = z.infer<typeof breakerDetail>;
