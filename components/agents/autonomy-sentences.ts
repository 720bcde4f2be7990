// What an agent may do alone and what it asks for, tool by tool, as the admission rules (lib/guard) will read its definition. Pure.
import type { AgentDefinition, ArgumentConstraint, ToolGrant } from '@/lib/domain/agent';
import type { ToolDefinition } from '@/lib/domain/tool';
import { formatAmount } from '@/lib/format/money';
import { jsonText } from '../ui/json-text';

export type GrantedTool = {
  readonly name: string;
  /** Undefined: no tool of that name is known. */
  readonly tool: ToolDefinition | undefined;
  readonly grant: ToolGrant;
  /** alone: reads and changes nothing. within: acts while the figures allow it. asks: before every call. */
  readonly autonomy: 'alone' | 'within' | 'asks' | 'unknown';
  readonly sentence: string;
  /** Each bound of its arguments; a call outside is refused. */
  readonly constraints: readonly string[];
};

export function grantedTools(
  definition: AgentDefinition,
  known: ReadonlyMap<string, ToolDefinition>,
): GrantedTool[] {
  return definition.tools.map((grant) => {
    const tool = known.get(grant.name);
    const constraints = Object.entries(grant.constraints ?? {}).flatMap(([path, bound]) =>
      constraintWords(path, bound),
    );
    return { name: grant.name, tool, grant, constraints, ...autonomyOf(definition, grant.name, tool) };
  });
}

function autonomyOf(
  { escalation }: AgentDefinition,
  name: string,
  tool: ToolDefinition | undefined,
): Pick<GrantedTool, 'autonomy' | 'sentence'> {
  if (tool === undefined) return { autonomy: 'unknown', sentence: 'There is no such tool: its calls fail.' };
  const asks = (sentence: string) => ({ autonomy: 'asks', sentence }) as const;
  if (escalation.alwaysAsk.includes(name)) return asks('Asks a person before every call.');
  if (tool.risk === 'high')
    return asks('Asks a person before every call: the tool is declared as high risk.');
  if (tool.effect === 'unsafe')
    return asks('Asks a person before every call: it can neither be repeated safely nor checked afterwards.');
  if (tool.effect === 'read') return { autonomy: 'alone', sentence: 'Reads, without asking.' };
  const sure = `it is at least ${escalation.confidenceBelow.toFixed(2)} sure`;
  const amount =
    tool.amountPath === undefined
      ? ''
      : ` and the amount is at most ${formatAmount(escalation.amountAbove, tool.amountUnit)}`;
  return { autonomy: 'within', sentence: `Acts alone while ${sure}${amount}; else it asks a person.` };
}

export function constraintWords(path: string, bound: ArgumentConstraint): string[] {
  const { equals, oneOf, min, max, pattern } = bound;
  return [
    ...(equals === undefined ? [] : [`${path} is ${said(equals)}`]),
    ...(oneOf === undefined ? [] : [`${path} is one of ${oneOf.map(said).join(', ')}`]),
    ...(min === undefined ? [] : [`${path} is at least ${min}`]),
    ...(max === undefined ? [] : [`${path} is at most ${max}`]),
    ...(pattern === undefined ? [] : [`${path} matches ${pattern}`]),
  ];
}

const said = (value: unknown): string => jsonText(value).replaceAll(/\s+/g, ' ');
