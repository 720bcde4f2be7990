// What a breaker is about and how it may stand: one per tool and endpoint, one per model; refuses a key that names neither.
import { z } from 'zod';
import { resourceName } from './names';

/** closed: calls pass. open: calls wait. half_open: probes only. isolated: opened by an operator. */
export const BREAKER_STATES = ['closed', 'open', 'half_open', 'isolated'] as const;
export const breakerState = z.enum(BREAKER_STATES);
export type BreakerState = z.infer<typeof breakerState>;

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
