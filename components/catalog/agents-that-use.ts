// Which agents use a tool or a model at their active version, and under which constraints. Pure.
import type { AgentShape } from '@/lib/contract/configuration';
import type { ArgumentConstraint } from '@/lib/domain/agent';

export type ToolUser = {
  readonly agent: string;
  readonly version: number;
  /** By dotted path; empty where the agent may call it with any arguments. */
  readonly constraints: Readonly<Record<string, ArgumentConstraint>>;
  /** The agent always asks a person before it. */
  readonly alwaysAsks: boolean;
};

export function agentsWithTool(agents: readonly AgentShape[], tool: string): ToolUser[] {
  return agents.flatMap(({ name, version, definition }) => {
    const grant = definition.tools.find((one) => one.name === tool);
    if (grant === undefined) return [];
    const alwaysAsks = definition.escalation.alwaysAsk.includes(tool);
    return [{ agent: name, version, constraints: grant.constraints ?? {}, alwaysAsks }];
  });
}

export function agentsWithModel(agents: readonly AgentShape[], model: string): AgentShape[] {
  return agents.filter(
    ({ definition }) => definition.model === model || definition.routing?.stronger.includes(model),
  );
}

/** One constraint in words: "at most 500", "one of EUR, USD". */
export function constraintWords({ equals, oneOf, min, max, pattern }: ArgumentConstraint): string {
  const said = [
    ...(equals === undefined ? [] : [`exactly ${JSON.stringify(equals)}`]),
    ...(oneOf === undefined ? [] : [`one of ${oneOf.map((value) => JSON.stringify(value)).join(', ')}`]),
    ...(min === undefined ? [] : [`at least ${min}`]),
    ...(max === undefined ? [] : [`at most ${max}`]),
    ...(pattern === undefined ? [] : [`like ${pattern}`]),
  ];
  return said.length === 0 ? 'anything' : said.join(', ');
}
