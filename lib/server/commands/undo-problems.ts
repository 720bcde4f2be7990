// What would make every undo of a tool fail, said while somebody can mend it.
import 'server-only';
import type { Problem } from '../../domain/errors';
import { isJsonObject, type JsonObject, type JsonSchemaDocument } from '../../domain/json';
import type { ToolDefinition } from '../../domain/tool';
import { undoPlaceholders } from '../../resilience/undo-template';
import { archivedNames } from '../../store/read/read-versions';
import type { App } from '../app';

const AT = '/compensateWith';

/**
 * The tool that undoes is there, in use, and changes something; each placeholder names what the schemas have; each argument is one it takes, and none
 * that it needs is missing. Two tools may undo each other: an undo is never undone, so no circle can turn.
 */
export async function undoProblems(app: App, name: string | null, tool: ToolDefinition): Promise<Problem[]> {
  const { compensateWith, effect } = tool;
  if (compensateWith === undefined) return [];
  const { tool: by, arguments: template } = compensateWith;
  if (effect === 'read') return [{ path: AT, message: 'a tool that only reads has nothing to undo' }];
  if (by === name)
    return [{ path: `${AT}/tool`, message: 'names the tool itself, and nothing undoes itself' }];
  const found = await app.catalog.tool(by);
  if (found === null) return [{ path: `${AT}/tool`, message: `names ${by}, and there is no such tool` }];
  if ((await archivedNames(app.db, 'tool', [by])).has(by))
    return [{ path: `${AT}/tool`, message: `names ${by}, which is archived` }];
  const { definition } = found;
  if (definition.effect === 'read')
    return [{ path: `${AT}/tool`, message: `names ${by}, which only reads and can undo nothing` }];
  if (template === undefined) return sameArguments(tool.inputSchema, definition.inputSchema, by, AT);
  return [
    ...placeholderProblems(tool, template),
    ...argumentProblems(template, definition.inputSchema, by, AT),
  ];
}

function placeholderProblems({ inputSchema, outputSchema }: ToolDefinition, template: JsonObject): Problem[] {
  return undoPlaceholders(template).flatMap(({ path, at }) => {
    const [root, first] = path.split('.');
    if (first === undefined) return [];
    const schema = root === 'arguments' ? inputSchema : outputSchema;
    if (isDeclared(schema, first)) return [];
    const which = root === 'arguments' ? 'input' : 'output';
    const message = `names {${path}}, which the ${which} schema of this tool does not have`;
    return [{ path: `${AT}/arguments${at}`, message }];
  });
}

/** @param at the pointer of what declares the call. */
export function argumentProblems(
  template: JsonObject,
  schema: JsonSchemaDocument,
  by: string,
  at: string,
): Problem[] {
  const path = `${at}/arguments`;
  const unknown = Object.keys(template).filter((argument) => !isDeclared(schema, argument));
  const missing = requiredOf(schema).filter((argument) => !Object.hasOwn(template, argument));
  return [
    ...unknown.map((argument) => ({ path: `${path}/${argument}`, message: `is no argument of ${by}` })),
    ...missing.map((argument) => ({ path, message: `must have ${argument}, which ${by} needs` })),
  ];
}

/** Without a template the call is made with the original's arguments. */
export function sameArguments(
  own: JsonSchemaDocument,
  other: JsonSchemaDocument,
  by: string,
  at: string,
): Problem[] {
  const missing = requiredOf(other).filter((argument) => !isDeclared(own, argument));
  const unknown = propertiesOf(own).filter((argument) => !isDeclared(other, argument));
  const odd = [...missing, ...unknown];
  if (odd.length === 0) return [];
  const message = `needs arguments: those of this tool do not fit ${by} (${[...new Set(odd)].join(', ')})`;
  return [{ path: at, message }];
}

/** Whether a schema has a member; an open one may have any. A result without a schema is open too. */
function isDeclared(schema: JsonSchemaDocument | undefined, member: string): boolean {
  if (schema === undefined || !isJsonObject(schema.properties)) return true;
  return Object.hasOwn(schema.properties, member) || schema.additionalProperties !== false;
}

const propertiesOf = (schema: JsonSchemaDocument): string[] =>
  isJsonObject(schema.properties) ? Object.keys(schema.properties) : [];

function requiredOf(schema: JsonSchemaDocument): string[] {
  const { required } = schema;
  return Array.isArray(required) ? required.filter((name) => typeof name === 'string') : [];
}
