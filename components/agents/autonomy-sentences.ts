// What an agent may do alone and what it asks for, tool by tool, as the admission rules (lib/guard) will read its definition. Pure.
import type { AgentDefinition, ToolGrant } from '@/lib/domain/agent';
import type { ToolDefinition } from '@/lib/domain/tool';
import { formatAmount } from '@/lib/format/money';
import { constraintWords } from '../catalog/agents-that-use';

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
    const constraints = Object.entries(grant.constraints ?? {}).map(
      ([path, bound]) => `${path} ${Object.keys(bound).length === 0 ? 'given' : constraintWords(bound)}`,
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
