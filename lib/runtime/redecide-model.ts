// What the model was asked and whether its answer was taken, under another version of the agent. Where anything of it is different the answer is in no record.
import type { AgentDefinition } from '@/lib/domain/agent';
import { canonicalJson } from '@/lib/domain/canonical-json';
import type { ModelResult } from '@/lib/domain/journal-payload';
import type { ModelRoute } from '@/lib/domain/model-routing';
import type { ToolVersion } from '@/lib/domain/tool';
import { isAskedAbove } from './execute-model';
import { beyondBreaker, isDetour, isTop, routeOf, rungsOf, tooUnsure } from './model-route';
import { outputSchemaOf } from './offered-tools';
import { type Difference, type RedecideCase, side } from './redecide-case';

/** What of the question is another one, whatever the run had come to; empty where it is the same. */
export function changedQuestion(was: AgentDefinition, now: AgentDefinition) {
  const names = ({ tools }: AgentDefinition) => tools.map(({ name }) => name);
  const [before, after] = [names(was), names(now)];
  const added = after.filter((name) => !before.includes(name));
  const gone = before.filter((name) => !after.includes(name));
  const parts: { rule: string; message: string }[] = [];
  if (was.prompt !== now.prompt) parts.push({ rule: 'prompt', message: 'The prompt is another one.' });
  if (added.length + gone.length > 0) {
    const told = [
      ...(added.length > 0 ? [`besides: ${added.join(', ')}`] : []),
      ...(gone.length > 0 ? [`no longer: ${gone.join(', ')}`] : []),
    ];
    parts.push({ rule: 'tools', message: `Other tools are offered; ${told.join('; ')}.` });
  } else if (before.join() !== after.join())
    parts.push({ rule: 'tools', message: 'The tools are offered in another order.' });
  if (canonicalJson(outputSchemaOf(was)) !== canonicalJson(outputSchemaOf(now)))
    parts.push({ rule: 'outputSchema', message: 'The output has to fit another schema.' });
  return parts;
}

type Asked = { readonly step: number; readonly model: string; readonly route?: ModelRoute | undefined };

/** null: every model from there up stands behind an open breaker. */
export function routeNow(facts: RedecideCase, asked: Asked, notSetAside: ReadonlySet<number>) {
  const { state, now } = facts;
  const known = (one: { readonly why?: { readonly reason: string; readonly step?: number } } | null) =>
    one?.why?.step === undefined || !notSetAside.has(one.why.step);
  const { again, floor } = state.route;
  const route = {
    again: known(again) ? again : null,
    floor: floor !== null && notSetAside.has(floor.step) ? null : floor,
  };
  let found = routeOf(now, { input: state.input, route }, undefined);
  const open = openModels(facts, asked);
  while (open.has(nameAt(now, found))) {
    const next = beyondBreaker(now, found);
    if (next === null) return null;
    found = next;
  }
  return { model: nameAt(now, found), route: found };
}

const nameAt = (agent: AgentDefinition, route: ModelRoute | null) =>
  rungsOf(agent)[route?.rung ?? 0] ?? agent.model;

/** Where the record went past breakers, those of the models it passed were open. */
function openModels({ state, was }: RedecideCase, { route }: Asked): ReadonlySet<string> {
  if (route === undefined || !isDetour(route)) return new Set();
  const from = routeOf(was, state, undefined)?.rung ?? 0;
  return new Set(rungsOf(was).slice(from, route.rung));
}

export function routeDifference(
  { row }: RedecideCase,
  asked: Asked,
  now: { readonly model: string; readonly route: ModelRoute | null } | null,
): Difference | null {
  if (now !== null && now.model === asked.model) return null;
  const why = (route: ModelRoute | null | undefined) =>
    route ? [{ rule: `routing.${route.why.reason}`, message: WHY[route.why.reason] }] : [];
  return {
    kind: 'route',
    step: asked.step,
    seq: row.seq,
    tool: null,
    recorded: side(asked.model, ...why(asked.route)),
    now:
      now === null
        ? side('waits', { rule: 'routing.breaker', message: 'The breaker of its model was open.' })
        : side(now.model, ...why(now.route)),
    course: now === null ? 'stops' : 'needs_fork',
  };
}

const WHY: Readonly<Record<ModelRoute['why']['reason'], string>> = {
  first: 'Where the agent begins.',
  difficulty: 'The input says that it is hard.',
  confidence: 'The answer before was not sure enough.',
  invalid: 'The answer before was no valid call.',
  failure: 'The calls before failed for good.',
  breaker: 'The breaker of the model below was open.',
};

/** Whether the answer is set aside and a stronger model asked; null where the record does not tell. */
function isSetAside(
  { routing }: AgentDefinition,
  route: ModelRoute | null,
  result: ModelResult,
  tools: readonly ToolVersion[],
): boolean | null {
  if (routing === undefined || route === null || isTop(route)) return false;
  switch (result.outcome) {
    case 'calls':
      return tooUnsure(routing, { kind: 'calls', calls: result.calls }, tools) !== undefined;
    case 'finish': {
      const { output, decision } = result;
      return tooUnsure(routing, { kind: 'finish', output, decision }, tools) !== undefined;
    }
    case 'unsure': {
      const { confidence } = result.stated;
      if (routing.confidenceBelow === undefined) return false;
      if (confidence === null) return routing.whenConfidenceMissing === 'stronger';
      if (confidence < routing.confidenceBelow) return true;
      return routing.whenConfidenceMissing === 'stronger' ? null : false;
    }
    case 'summary':
      return false;
    default:
      return isAskedAbove(routing, result.outcome, result.outcome === 'error' ? result.retryAt : undefined);
  }
}

export function answerDifference(
  { row, now, note }: RedecideCase,
  route: ModelRoute | null,
  result: ModelResult,
  tools: readonly ToolVersion[],
): Difference | null {
  const recorded = result.outcome === 'unsure' || result.topRung?.setAside === true;
  const found = isSetAside(now, route, result, tools);
  if (found === null)
    note(result.step, 'answer', 'Whether each of its calls stated a confidence was not recorded.');
  if (found === null || found === recorded) return null;
  const [taken, aside] = [side('taken'), side('set_aside', reasonOf(result, now))];
  return {
    kind: 'answer',
    step: result.step,
    seq: row.seq,
    tool: null,
    recorded: recorded ? aside : taken,
    now: recorded ? taken : aside,
    // A failure that no other model is asked about ends the run.
    course: recorded && result.outcome === 'error' ? 'stops' : 'needs_fork',
  };
}

function reasonOf({ outcome }: ModelResult, { routing }: AgentDefinition) {
  const below = routing?.confidenceBelow;
  if (outcome === 'invalid') return { rule: 'routing.onInvalidAnswer', message: WHY.invalid };
  if (outcome === 'error') return { rule: 'routing.onFailure', message: WHY.failure };
  const message = below === undefined ? WHY.confidence : `It states a confidence below ${below}, or none.`;
  return { rule: 'routing.confidenceBelow', message };
}
