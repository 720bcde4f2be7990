// Which of its models an agent asks next and why, by what the journal says; when an answer is set aside. Pure; never goes beyond the top rung.
import type { AgentDefinition } from '@/lib/domain/agent';
import { canonicalJson } from '@/lib/domain/canonical-json';
import { valueAtPath } from '@/lib/domain/dotted-path';
import type { JsonValue } from '@/lib/domain/json';
import type { ModelRoute, ModelRouting, RouteReason, RouteState } from '@/lib/domain/model-routing';
import type { ModelStepState, RunState } from '@/lib/domain/run-state';
import type { ToolVersion } from '@/lib/domain/tool';
import type { ReadAnswer } from './read-answer';

type Routed = Pick<AgentDefinition, 'model' | 'routing'>;
type Place = { readonly rung: number; readonly why: RouteReason };

/** From the cheapest to the strongest; its own model alone where it has no others. */
export const rungsOf = ({ model, routing }: Routed): readonly string[] => [
  model,
  ...(routing?.stronger ?? []),
];

/**
 * Of a step that has had an attempt the rung of that one, unless an open breaker led there, which is for one attempt. Otherwise the highest of: where an answer to
 * the same question was set aside, where a failure left the run, where its input begins. null where the agent has no stronger models.
 */
export function routeOf(
  agent: Routed,
  { input, route }: Pick<RunState, 'input' | 'route'>,
  step: Pick<ModelStepState, 'route'> | undefined,
): ModelRoute | null {
  const { routing } = agent;
  if (routing === undefined) return null;
  if (step?.route && !isDetour(step.route)) return step.route;
  const top = routing.stronger.length;
  const places: Place[] = [
    ...(route.again === null ? [] : [route.again]),
    ...floorOf(route),
    ...hardPlace(routing, input),
  ];
  const first: Place = { rung: 0, why: { reason: 'first' } };
  const highest = places.reduce((best, one) => (one.rung > best.rung ? one : best), first);
  return { rung: Math.min(highest.rung, top), top, why: highest.why };
}

const floorOf = ({ floor }: RouteState): Place[] =>
  floor === null ? [] : [{ rung: floor.rung, why: { reason: 'failure', step: floor.step } }];

function hardPlace({ difficulty, stronger }: ModelRouting, input: JsonValue): Place[] {
  if (difficulty === undefined) return [];
  const { path, hard, model } = difficulty;
  const found = valueAtPath(input, path);
  if (found === undefined) return [];
  const said = canonicalJson(found);
  if (!hard.some((value) => canonicalJson(value) === said)) return [];
  const rung = model === undefined ? stronger.length : stronger.indexOf(model) + 1;
  return [{ rung, why: { reason: 'difficulty', path } }];
}

/** The question is for a rung further down, whose breaker is open. */
export const isDetour = ({ why }: ModelRoute): boolean => why.reason === 'breaker';

export const isTop = ({ rung, top }: ModelRoute): boolean => rung >= top;

/** One rung further up, since that model's breaker is open. null at the top, and where the agent does not go up for it. */
export function beyondBreaker(agent: Routed, route: ModelRoute | null): ModelRoute | null {
  if (route === null || isTop(route) || !agent.routing?.onFailure) return null;
  const of = rungsOf(agent)[route.rung] ?? agent.model;
  return { ...route, rung: route.rung + 1, why: { reason: 'breaker', of } };
}

/** The lowest confidence that the answer states for what is no read; null where one is missing and that counts. undefined: it is taken. */
export function tooUnsure(
  { confidenceBelow, whenConfidenceMissing }: ModelRouting,
  read: Exclude<ReadAnswer, { kind: 'invalid' }>,
  tools: readonly ToolVersion[],
): { readonly confidence: number | null; readonly below: number } | undefined {
  if (confidenceBelow === undefined) return undefined;
  const isRead = (name: string) => tools.find((tool) => tool.name === name)?.definition.effect === 'read';
  const decisions =
    read.kind === 'finish'
      ? [read.decision]
      : read.calls.filter(({ tool }) => !isRead(tool)).map(({ decision }) => decision);
  const stated = decisions.flatMap(({ confidence }) => (confidence === null ? [] : [confidence]));
  const lowest = Math.min(...stated);
  if (lowest < confidenceBelow) return { confidence: lowest, below: confidenceBelow };
  const isMissing = stated.length < decisions.length;
  return isMissing && whenConfidenceMissing === 'stronger'
    ? { confidence: null, below: confidenceBelow }
    : undefined;
}
