// What stands against the windows of an agent that is saved: one that would count nothing, or add up amounts of different units.
import 'server-only';
import type { AgentDefinition } from '../../domain/agent';
import { type AmountWindow, countsCallsOf } from '../../domain/amount-window';
import type { Problem } from '../../domain/errors';
import { leadsTo } from '../../domain/schema-path';
import type { ToolVersion } from '../../domain/tool';

/** @param tools those that are granted and there, as they are now. */
export function windowProblems(
  { escalation }: Pick<AgentDefinition, 'escalation'>,
  tools: readonly ToolVersion[],
): Problem[] {
  return (escalation.windows ?? []).flatMap((window, i) => {
    const problem = problemOf(window, tools);
    return problem === null
      ? []
      : [{ path: `/escalation/windows/${i}/${problem.field}`, message: problem.message }];
  });
}

type Found = { readonly field: 'tool' | 'path' | 'groupBy'; readonly message: string };

function problemOf(window: AmountWindow, tools: readonly ToolVersion[]): Found | null {
  const { tool: name, path, groupBy } = window;
  const named = tools.filter((tool) => countsCallsOf(window, tool.name));
  if (name !== undefined && named.length === 0)
    return { field: 'tool', message: `names ${name}, which is not granted` };
  const acting = named.filter(({ definition }) => definition.effect !== 'read');
  if (name !== undefined && acting.length === 0)
    return { field: 'tool', message: `names ${name}, which only reads: reads never count` };
  const counted = acting.filter(({ definition }) => leadsTo(definition.inputSchema, path));
  if (counted.length === 0)
    return { field: 'path', message: 'leads to no argument of a tool that it could count' };
  if (groupBy !== undefined) {
    const lacking = counted.find(({ definition }) => !leadsTo(definition.inputSchema, groupBy));
    if (lacking !== undefined)
      return { field: 'groupBy', message: `leads to no argument of ${lacking.name}` };
  }
  const units = new Set(counted.map(({ definition }) => unitAt(definition, path)));
  if (units.size <= 1) return null;
  const said = counted.map((one) => `${one.name}: ${unitAt(one.definition, path) ?? 'no unit'}`).join(', ');
  return { field: 'path', message: `adds up amounts of different units (${said}): name one tool` };
}

const unitAt = ({ amountPath, amountUnit }: ToolVersion['definition'], path: string) =>
  path === amountPath ? amountUnit : undefined;
