// Knows how a model calls a tool on offer, with its reasons where they are asked for; refuses undeclared arguments.
import type { JsonSchema } from './chat-request';
import { isObject } from './json-in-text';
import type { Answer, OfferedTool, ScriptedCall, Turn } from './script';

export interface Decision {
  /** 0 … 1. */
  confidence: number;
  reasoning: string;
  /** Dotted names; those that are not on offer are left out. */
  alternatives: { tool: string; reason: string }[];
}

export function findTool(turn: Turn, name: string): OfferedTool | undefined {
  return turn.tools.find((tool) => tool.name === name);
}

export function propertiesOf(schema: JsonSchema): Record<string, unknown> {
  return isObject(schema.properties) ? schema.properties : {};
}

/** What a closed schema does not declare is left out, so that a tool may take less than the script knows. */
function onlyDeclared(args: Record<string, unknown>, schema: JsonSchema): Record<string, unknown> {
  if (schema.additionalProperties !== false) return args;
  const declared = propertiesOf(schema);
  return Object.fromEntries(Object.entries(args).filter(([name]) => Object.hasOwn(declared, name)));
}

function decisionArgument(turn: Turn, decision: Decision): Record<string, unknown> {
  const alternatives = decision.alternatives.flatMap(({ tool, reason }) => {
    const offered = findTool(turn, tool);
    return offered ? [{ tool: offered.wireName, reason }] : [];
  });
  return { confidence: decision.confidence, reasoning: decision.reasoning, alternatives };
}

/** A call of an offered tool. `_decision` is filled where its schema has it, and nowhere else. */
export function callOf(
  turn: Turn,
  tool: OfferedTool,
  args: Record<string, unknown>,
  decision: Decision,
): ScriptedCall {
  const asked = Object.hasOwn(propertiesOf(tool.parameters), '_decision');
  const given = onlyDeclared(args, tool.parameters);
  const complete = asked ? { ...given, _decision: decisionArgument(turn, decision) } : given;
  return { wireName: tool.wireName, argumentsJson: JSON.stringify(complete) };
}

export function answerWith(...calls: ScriptedCall[]): Answer {
  return { text: null, calls };
}
