// What an operator stops: everything (the halt) or one agent. Refuses to know how a worker obeys it.
import { z } from 'zod';
import { resourceName } from './names';
import type { Actor } from './principal';

export const GLOBAL_SCOPE = 'global';
export type StopScope = typeof GLOBAL_SCOPE | `agent:${string}`;

export const stopScope = z.union([
  z.literal(GLOBAL_SCOPE),
  z.templateLiteral(['agent:', resourceName]),
]) as z.ZodType<StopScope>; // safe because both forms are StopScopes

export function agentScope(agent: string): StopScope {
  return `agent:${agent}`;
}

/** One stop from its beginning to its lift. While it stands, no step and no effect begins within its scope. */
export type Stop = {
  /** Of its setting; counts every setting and lifting of any stop, in the order of their commits. */
  readonly epoch: number;
  readonly scope: StopScope;
  readonly by: Actor;
  readonly reason: string;
  /** ISO 8601. */
  readonly setAt: string;
  /** ISO 8601; null while it stands. */
  readonly liftedAt: string | null;
};

/** What is stopped as of an epoch, with what was lifted lately: a run that waited meanwhile is not charged for that time. */
export type Stops = { readonly epoch: number; readonly stops: readonly Stop[] };

/** The stop that stands in the way of this agent's runs, the halt before the agent's own; null when they may go on. */
export function standingStop({ stops }: Stops, agent: string): Stop | null {
  const standing = stops.filter((stop) => stop.liftedAt === null);
  const own = agentScope(agent);
  return (
    standing.find((stop) => stop.scope === GLOBAL_SCOPE) ??
    standing.find((stop) => stop.scope === own) ??
    null
  );
}

/** How long this agent's runs were stopped between two instants (epoch milliseconds); time under two stops at once counts once. */
export function stoppedMs({ stops }: Stops, agent: string, fromMs: number, untilMs: number): number {
  const spans = stops
    .filter((stop) => stop.scope === GLOBAL_SCOPE || stop.scope === agentScope(agent))
    .map((stop) => ({
      from: Math.max(fromMs, Date.parse(stop.setAt)),
      until: Math.min(untilMs, stop.liftedAt === null ? untilMs : Date.parse(stop.liftedAt)),
    }))
    .sort((a, b) => a.from - b.from);
  let total = 0;
  let counted = fromMs;
  for (const { from, until } of spans) {
    total += Math.max(0, until - Math.max(from, counted));
    counted = Math.max(counted, until);
  }
  return total;
}
