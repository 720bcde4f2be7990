// What would make every look at a call's target fail, said while somebody can mend it.
import 'server-only';
import type { Problem } from '../../domain/errors';
import { leadsTo } from '../../domain/schema-path';
import type { ToolDefinition } from '../../domain/tool';
import { undoPlaceholders } from '../../resilience/undo-template';
import { archivedNames } from '../../store/read/read-versions';
import type { App } from '../app';
import { argumentProblems, sameArguments } from './undo-problems';

const AT = '/precondition';

/** The tool that looks is there, in use, reads, and costs nothing; it is given what it takes, and the paths may be in its answer. */
export async function preconditionProblems(app: App, tool: ToolDefinition): Promise<Problem[]> {
  const { precondition } = tool;
  if (precondition === undefined) return [];
  const { tool: by, arguments: template, paths = [] } = precondition;
  const named = (message: string): Problem[] => [{ path: `${AT}/tool`, message }];
  const found = await app.catalog.tool(by);
  if (found === null) return named(`names ${by}, and there is no such tool`);
  if ((await archivedNames(app.db, 'tool', [by])).has(by)) return named(`names ${by}, which is archived`);
  const { effect, kind, price, inputSchema, outputSchema } = found.definition;
  if (effect !== 'read' || kind !== 'http') return named(`names ${by}, which is no tool that reads`);
  if (price !== undefined)
    return named(`names ${by}, which has a price: a look at a target must cost nothing`);
  const seen = paths.flatMap((path, index) =>
    outputSchema === undefined || leadsTo(outputSchema, path)
      ? []
      : [{ path: `${AT}/paths/${index}`, message: `leads to nothing that ${by} answers` }],
  );
  const given =
    template === undefined
      ? sameArguments(tool.inputSchema, inputSchema, by, AT)
      : [...placeholderProblems(tool, template), ...argumentProblems(template, inputSchema, by, AT)];
  return [...given, ...seen];
}

function placeholderProblems(
  { inputSchema }: ToolDefinition,
  template: NonNullable<NonNullable<ToolDefinition['precondition']>['arguments']>,
): Problem[] {
  return undoPlaceholders(template).flatMap(({ path, at }) => {
    const [root, ...rest] = path.split('.');
    const problem = (message: string) => [{ path: `${AT}/arguments${at}`, message }];
    if (root !== 'arguments') return problem(`names {${path}}: the call has no result yet`);
    if (rest.length === 0 || leadsTo(inputSchema, rest.join('.'))) return [];
    return problem(`names {${path}}, which the input schema of this tool does not have`);
  });
}
