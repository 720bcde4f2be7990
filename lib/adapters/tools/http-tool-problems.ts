// What is wrong with an HTTP tool before anybody calls it; refuses templates that could never be filled or sent.
import type { Problem } from '../../domain/errors';
import { isJsonObject, type JsonObject } from '../../domain/json';
import type { ToolDefinition } from '../../domain/tool';
import { OWN_HEADERS } from '../egress/egress-client';
import { leavesOf } from './http-body';
import { parseUrlTemplate } from './http-url';
import { argumentsIn } from './template';

function headerProblems(name: string, template: string, path: string): Problem[] {
  if (/^idempotency-key$/i.test(name)) return [{ path, message: 'is set to the effect key by itself' }];
  if (OWN_HEADERS.test(name)) return [{ path, message: 'concerns the connection and is set by itself' }];
  if (/^content-type$/i.test(name) && !/^application\/json\b/i.test(template)) {
    return [{ path, message: 'must be application/json: bodies are sent as JSON' }];
  }
  return [];
}

/** Names of the arguments, or null where the schema leaves them open. */
function declaredArguments(schema: JsonObject): ReadonlySet<string> | null {
  if (!isJsonObject(schema.properties) || schema.additionalProperties !== false) return null;
  return new Set(Object.keys(schema.properties));
}

function undeclared(template: string, known: ReadonlySet<string> | null, path: string): Problem[] {
  if (known === null) return [];
  return argumentsIn(template)
    .filter((argument) => !known.has(argument.split('.')[0] ?? ''))
    .map((argument) => ({ path, message: `names {${argument}}, which the input schema does not have` }));
}

function urlProblems(url: string, known: ReadonlySet<string> | null, path: string): Problem[] {
  if (parseUrlTemplate(url) === null) {
    return [{ path, message: 'must be http or https with scheme, host and port written out, no fragment' }];
  }
  return undeclared(url, known, path);
}

/** Problems at JSON Pointers of the definition; empty when the tool can be called, and for one that sends no request. */
export function httpToolProblems(definition: ToolDefinition): readonly Problem[] {
  const { http, lookup, inputSchema } = definition;
  if (http === undefined) return [];
  const known = declaredArguments(inputSchema);
  const knownInLookup = known === null ? null : new Set([...known, 'key']);
  const problems = urlProblems(http.url, known, '/http/url');
  for (const [name, template] of Object.entries(http.headers ?? {})) {
    const path = `/http/headers/${name}`;
    problems.push(...headerProblems(name, template, path));
    problems.push(...undeclared(template, known, path));
  }
  if (http.method === 'GET' && http.bodyTemplate !== undefined) {
    problems.push({ path: '/http/bodyTemplate', message: 'a GET has no body' });
  }
  if (http.redirectHosts !== undefined && http.method !== 'GET' && lookup === undefined) {
    problems.push({
      path: '/http/redirectHosts',
      message: 'means nothing: only a GET or a look-up is redirected',
    });
  }
  for (const leaf of leavesOf(http.bodyTemplate)) {
    problems.push(...undeclared(leaf, known, '/http/bodyTemplate'));
  }
  if (lookup !== undefined) problems.push(...urlProblems(lookup.url, knownInLookup, '/lookup/url'));
  if (/[^ -~]/.test(definition.keyTemplate ?? '')) {
    problems.push({ path: '/keyTemplate', message: 'must be visible ASCII: it is sent as a header' });
  }
  return problems;
}
