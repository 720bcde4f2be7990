// Makes the request of a call or look-up from the tool's contract; secrets enter here, at the last moment.
import { CodedError } from '../../domain/errors';
import type { JsonObject } from '../../domain/json';
import { requestOf, type ToolDefinition } from '../../domain/tool';
import type { SecretReader } from '../../ports/secrets';
import { leavesOf, renderBody } from './http-body';
import { renderUrl } from './http-url';
import {
  argumentsIn,
  argumentValue,
  PLAIN,
  renderText,
  secretsIn,
  singleArgument,
  type TemplateValues,
} from './template';

export type HttpRequest = {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
};

async function readSecrets(templates: readonly string[], secrets: SecretReader) {
  const names = new Set(templates.flatMap(secretsIn));
  const values = new Map<string, string>();
  for (const name of names) values.set(name, await secrets.read(name));
  return values;
}

function renderHeaders(
  templates: Readonly<Record<string, string>>,
  values: TemplateValues,
): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, template] of Object.entries(templates)) {
    const path = singleArgument(template);
    if (path !== null && (argumentValue(path, values) ?? null) === null) continue;
    headers[name.toLowerCase()] = renderText(template, values, PLAIN);
  }
  return headers;
}

/** Arguments that no placeholder of URL or headers has used; they are the query of GET and DELETE. */
function unusedArguments(args: JsonObject, templates: readonly string[]): JsonObject {
  const used = new Set(templates.flatMap(argumentsIn).map((path) => path.split('.')[0]));
  return Object.fromEntries(Object.entries(args).filter(([name]) => !used.has(name)));
}

/**
 * The call itself. Every effect but a read carries the effect key as `Idempotency-Key`.
 * @throws CodedError (fatal, nothing sent) template_invalid, invalid_arguments, secret_missing.
 */
export async function callRequest(
  definition: ToolDefinition,
  args: JsonObject,
  effectKey: string,
  secrets: SecretReader,
): Promise<HttpRequest> {
  const { method, url, headers = {}, bodyTemplate } = requestOf(definition);
  const headerTemplates = Object.values(headers);
  const templates = [url, ...headerTemplates, ...leavesOf(bodyTemplate)];
  const values = { arguments: args, secrets: await readSecrets(templates, secrets) };
  const asQuery = bodyTemplate === undefined && (method === 'GET' || method === 'DELETE');
  if (method === 'GET' && bodyTemplate !== undefined) {
    throw new CodedError('template_invalid', 'fatal', 'a GET has no body');
  }
  const bodyOf = () => (bodyTemplate === undefined ? JSON.stringify(args) : renderBody(bodyTemplate, values));
  const body = asQuery ? null : bodyOf();
  return {
    method,
    url: renderUrl(url, values, asQuery ? unusedArguments(args, [url, ...headerTemplates]) : {}),
    headers: {
      accept: 'application/json',
      ...renderHeaders(headers, values),
      ...(body === null ? {} : { 'content-type': 'application/json' }),
      ...(definition.effect === 'read' ? {} : { 'idempotency-key': effectKey }),
    },
    body,
  };
}

/** The question whether a call with this key happened. It carries the call's own headers, which hold its credentials. */
export async function lookUpRequest(
  definition: ToolDefinition,
  args: JsonObject,
  effectKey: string,
  secrets: SecretReader,
): Promise<HttpRequest> {
  const { lookup } = definition;
  if (lookup === undefined) {
    throw new CodedError('template_invalid', 'fatal', 'the tool has no look-up by key');
  }
  const headers = requestOf(definition).headers ?? {};
  const templates = [lookup.url, ...Object.values(headers)];
  const values = { arguments: args, secrets: await readSecrets(templates, secrets) };
  return {
    method: lookup.method,
    url: renderUrl(lookup.url, { ...values, key: effectKey }, {}),
    headers: { accept: 'application/json', ...renderHeaders(headers, values) },
    body: null,
  };
}
