// Makes a version of a tool, used from now on; refuses a contract that could never be called.
import 'server-only';
import { plainRefusal } from '../../adapters/egress/resolve-target';
import { httpToolProblems } from '../../adapters/tools/http-tool-problems';
import type { Problem } from '../../domain/errors';
import { isJsonObject } from '../../domain/json';
import { wireToolName } from '../../domain/names';
import { FINISH_TOOL, type ToolDefinition } from '../../domain/tool';
import { costPathProblem } from '../../domain/tool-price';
import type { App } from '../app';
import { requireScope } from '../authorize';
import type { CommandContext } from './command-context';
import { preconditionProblems } from './precondition-problems';
import { at, type PutAnswer, type PutWish, putVersion, refuseProblems } from './put-version';
import { undoProblems } from './undo-problems';

/** Providers cut function names at this length. */
const MAX_WIRE_NAME = 64;
/** Of the API or the console, right below /tools. */
const OWN_ADDRESSES: ReadonlySet<string> = new Set(['try', 'import', 'new']);

/** @throws RequestError invalid_request, version_mismatch. */
export async function putTool(
  context: CommandContext,
  wish: PutWish & { readonly definition: ToolDefinition },
): Promise<PutAnswer> {
  requireScope(context.principal, 'tools:write');
  refuseProblems([
    ...nameProblems(wish.name),
    ...toolProblems(context.app, wish.definition),
    ...(await undoProblems(context.app, wish.name, wish.definition)),
    ...(await preconditionProblems(context.app, wish.definition)),
  ]);
  return putVersion(context, 'tool', wish);
}

function nameProblems(name: string): Problem[] {
  if (name === FINISH_TOOL) return [{ path: '/path/name', message: 'is the tool through which a run ends' }];
  if (OWN_ADDRESSES.has(name))
    return [{ path: '/path/name', message: 'is an address of its own beside the tools' }];
  if (wireToolName(name).length <= MAX_WIRE_NAME) return [];
  return [
    {
      path: '/path/name',
      message: `must be shorter: models take ${MAX_WIRE_NAME} characters, a dot counts twice`,
    },
  ];
}

/** What the calls would be refused for anyway, said while somebody can mend it. Names are looked up at each call only. */
function reachProblems({ privateHosts }: App, { http, lookup }: ToolDefinition): Problem[] {
  const urls = [
    ...(http === undefined ? [] : [{ path: '/http/url', url: http.url }]),
    ...(lookup === undefined ? [] : [{ path: '/lookup/url', url: lookup.url }]),
  ];
  const redirects = (http?.redirectHosts ?? []).map((host, index) => ({
    path: `/http/redirectHosts/${index}`,
    url: `https://${host}`,
  }));
  return [...urls, ...redirects].flatMap(({ path, url }) => {
    if (!URL.canParse(url)) return [{ path, message: 'is no host name' }];
    const refusal = plainRefusal(new URL(url), privateHosts);
    return refusal === null ? [] : [{ path, message: `can’t be called: ${refusal.message}` }];
  });
}

/** What would make every call of this contract fail, at JSON Pointers of the definition. */
export function toolProblems(app: App, definition: ToolDefinition): Problem[] {
  const { schemas } = app;
  const { inputSchema, outputSchema, amountPath, keyTemplate, resourceKey, price } = definition;
  const cost = price?.costPath === undefined ? null : costPathProblem(price.costPath);
  return [
    ...at('/inputSchema', schemas.check(inputSchema)),
    ...(isJsonObject(inputSchema.properties) || inputSchema.type === 'object'
      ? []
      : [{ path: '/inputSchema', message: 'must describe an object: the arguments of a call' }]),
    ...(outputSchema === undefined ? [] : at('/outputSchema', schemas.check(outputSchema))),
    ...httpToolProblems(definition),
    ...reachProblems(app, definition),
    ...(amountPath === undefined || isDeclared(definition, amountPath)
      ? []
      : [{ path: '/amountPath', message: `names ${amountPath}, which the input schema does not have` }]),
    ...(cost === null ? [] : [{ path: '/price/costPath', message: cost }]),
    ...keyProblems(definition, keyTemplate, '/keyTemplate'),
    ...keyProblems(definition, definition.event?.keyTemplate, '/event/keyTemplate'),
    ...keyProblems(definition, definition.followUp?.keyTemplate, '/followUp/keyTemplate'),
    ...undeclaredPaths(definition, '/resourceKey', resourceKey),
    ...(/[^ -~]/.test(resourceKey ?? '') ? [{ path: '/resourceKey', message: 'must be visible ASCII' }] : []),
  ];
}

function keyProblems(definition: ToolDefinition, template: string | undefined, path: string): Problem[] {
  if (template === undefined) return [];
  const named = pathsIn(template);
  if (named.length === 0)
    return [{ path, message: 'must name an argument: a key without one would be the same for every call' }];
  if (path !== '/keyTemplate' && /[^!-~]/.test(template))
    return [{ path, message: 'must be visible ASCII without spaces, as correlation keys are' }];
  return undeclaredPaths(definition, path, template);
}

function undeclaredPaths(definition: ToolDefinition, path: string, template: string | undefined): Problem[] {
  return pathsIn(template)
    .filter((named) => !isDeclared(definition, named) && !named.startsWith('input.'))
    .map((named) => ({ path, message: `names {${named}}, which the input schema does not have` }));
}

function pathsIn(template: string | undefined): string[] {
  return [...(template ?? '').matchAll(/\{([^{}]+)\}/g)].map((match) => (match[1] ?? '').trim());
}

/** Whether the first part of a dotted path is an argument; an open schema may have any. */
function isDeclared({ inputSchema }: ToolDefinition, path: string): boolean {
  if (!isJsonObject(inputSchema.properties) || inputSchema.additionalProperties !== false) return true;
  return Object.hasOwn(inputSchema.properties, path.split('.')[0] ?? '');
}
