// What a breaker is about and how it may stand: one per tool and endpoint, one per model; refuses a key that names neither.
import { z } from 'zod';
import type { Machine } from './machine';
import { resourceName } from './names';

/** closed: calls pass. open: calls wait. half_open: probes only. isolated: opened by an operator. */
export const BREAKER_STATES = ['closed', 'open', 'half_open', 'isolated'] as const;
export const breakerState = z.enum(BREAKER_STATES);
export type BreakerState = z.infer<typeof breakerState>;

/** Only a person isolates, and only a person ends an isolation. */
export const BREAKER_MACHINE: Machine<BreakerState> = {
  closed: ['open', 'isolated'],
  open: ['half_open', 'closed', 'isolated'],
  half_open: ['open', 'closed', 'isolated'],
  isolated: ['closed'],
};

const share = z.number().gt(0).max(1);
const duration = (leastMs: number, mostMs: number) => z.number().int().min(leastMs).max(mostMs);

/** What a tool or a model may declare; what is left out has the default of `breakerPolicyOf`. */
export const breakerSettings = z
  .strictObject({
    /** The window in time, in milliseconds; whole seconds are counted. */
    windowMs: duration(1_000, 3_600_000).optional(),
    /** Or the window in calls: the newest seconds that hold at least so many, of the last two hours. */
    windowCalls: z.number().int().min(1).max(100_000).optional(),
    /** Opens at this share of calls that failed through the dependency's fault. */
    failureRate: share.optional(),
    /** A call that took longer is slow; half of the timeout where it is left out. */
    slowCallMs: duration(1, 600_000).optional(),
    /** Opens at this share of slow calls; 1 only when all are. */
    slowRate: share.optional(),
    /** With fewer calls in the window it never opens. */
    minimumCalls: z.number().int().min(1).max(100_000).optional(),
    /** How long it stays open before it lets probes through, up to a quarter more by chance. */
    openMs: duration(100, 3_600_000).optional(),
    /** Probes at once in half_open; it closes when as many were answered. */
    probes: z.number().int().min(1).max(100).optional(),
  })
  .refine((breaker) => breaker.windowMs === undefined || breaker.windowCalls === undefined, {
    path: ['windowCalls'],
    message: 'the window is in time or in calls, not both',
  });
export type BreakerSettings = z.infer<typeof breakerSettings>;

export type BreakerWindow =
  | { readonly kind: 'time'; readonly ms: number }
  | { readonly kind: 'calls'; readonly calls: number };
export type BreakerPolicy = {
  readonly window: BreakerWindow;
  readonly failureRate: number;
  readonly slowCallMs: number;
  readonly slowRate: number;
  readonly minimumCalls: number;
  readonly openMs: number;
  readonly probes: number;
};

/** Defaults: a minute, half of at least ten calls failed or nine tenths slow, open for 30 s, three probes. */
export function breakerPolicyOf(settings: BreakerSettings | undefined, timeoutMs: number): BreakerPolicy {
  const {
    windowMs = 60_000,
    windowCalls,
    failureRate = 0.5,
    slowRate = 0.9,
    minimumCalls = 10,
  } = settings ?? {};
  const { slowCallMs = Math.round(timeoutMs / 2), openMs = 30_000, probes = 3 } = settings ?? {};
  const window: BreakerWindow =
    windowCalls === undefined ? { kind: 'time', ms: windowMs } : { kind: 'calls', calls: windowCalls };
  return { window, failureRate, slowCallMs, slowRate, minimumCalls, openMs, probes };
}

/** Calls of one epoch in the window. */
export type CallCounts = { readonly calls: number; readonly failures: number; readonly slow: number };
export const NO_CALLS: CallCounts = { calls: 0, failures: 0, slow: 0 };

/**
 * What is held against a dependency. timeout: no answer in the time it is given. unreachable: no connection, or one that broke. server_error:
 * 5xx and 408. rate_limited: 429. bad_answer: one that can't be read or breaks its contract.
 */
export const DEPENDENCY_FAULTS = [
  'timeout',
  'unreachable',
  'server_error',
  'rate_limited',
  'bad_answer',
] as const;
export const dependencyFault = z.enum(DEPENDENCY_FAULTS);
export type DependencyFault = z.infer<typeof dependencyFault>;

/** Something that calls go to: a tool at the endpoint it had when it was called, or a model. */
export type Dependency =
  | { readonly kind: 'tool'; readonly name: string; readonly endpoint: string }
  | { readonly kind: 'model'; readonly name: string };

/** `tool:NAME@HOST`, `model:NAME`; the host with its port where it has one. */
export function breakerKey(dependency: Dependency): string {
  return dependency.kind === 'tool'
    ? `tool:${dependency.name}@${dependency.endpoint}`
    : `model:${dependency.name}`;
}

/** Null where it is no key of a breaker. */
export function parseBreakerKey(key: string): Dependency | null {
  const [, kind, name, endpoint] = /^(tool|model):([^@]+)(?:@([^@\s]+))?$/.exec(key) ?? [];
  if (name === undefined || !resourceName.safeParse(name).success) return null;
  if (kind === 'model') return endpoint === undefined ? { kind, name } : null;
  return kind === 'tool' && endpoint !== undefined ? { kind, name, endpoint } : null;
}
