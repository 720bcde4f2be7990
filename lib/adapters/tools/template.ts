// Fills `{argument.path}` and `{{secret:NAME}}` in one pass, so that a value is never read as a template; refuses to guess what is missing.
import { valueAtPath } from '../../domain/dotted-path';
import { CodedError } from '../../domain/errors';
import type { JsonObject, JsonValue } from '../../domain/json';

const PLACEHOLDER = /\{\{secret:([A-Z][A-Z0-9_]*)\}\}|\{([A-Za-z_][\w-]*(?:\.[\w-]+)*)\}/g;
const SINGLE_ARGUMENT = /^\{([A-Za-z_][\w-]*(?:\.[\w-]+)*)\}$/;

/** What placeholders stand for at one call. */
export type TemplateValues = {
  readonly arguments: JsonObject;
  /** Every secret that the templates name. */
  readonly secrets: ReadonlyMap<string, string>;
  /** What `{key}` stands for in a look-up; in a call it is an argument like any other. */
  readonly key?: string;
};

export type Encoders = {
  readonly argument: (text: string, path: string) => string;
  readonly secret: (text: string) => string;
};

export function invalidArgument(path: string, why: string): CodedError {
  return new CodedError('invalid_arguments', 'fatal', `the argument ${path} ${why}`);
}

/** The names of the secrets in a template. */
export function secretsIn(template: string): string[] {
  return [...template.matchAll(PLACEHOLDER)].flatMap(([, secret]) => (secret === undefined ? [] : [secret]));
}

/** The dotted paths of the arguments in a template. */
export function argumentsIn(template: string): string[] {
  return [...template.matchAll(PLACEHOLDER)].flatMap(([, , path]) => (path === undefined ? [] : [path]));
}

/** The argument's path when the whole template is one argument, else null. */
export function singleArgument(template: string): string | null {
  return SINGLE_ARGUMENT.exec(template)?.[1] ?? null;
}

/** @returns undefined when there is no such argument. */
export function argumentValue(path: string, values: TemplateValues): JsonValue | undefined {
  if (path === 'key' && values.key !== undefined) return values.key;
  return valueAtPath(values.arguments, path);
}

/** @throws CodedError invalid_arguments for what is no text, number or boolean. */
export function scalarText(value: JsonValue | undefined, path: string): string {
  if (value === undefined || value === null) throw invalidArgument(path, 'is needed and missing');
  if (typeof value === 'object') throw invalidArgument(path, 'must be a text, a number or a boolean here');
  const text = String(value);
  if (!text.isWellFormed()) throw invalidArgument(path, 'is not valid Unicode');
  return text;
}

/** @throws CodedError invalid_arguments, secret_missing. */
export function renderText(template: string, values: TemplateValues, encoders: Encoders): string {
  return template.replace(PLACEHOLDER, (_whole, secret: string | undefined, path: string | undefined) => {
    if (path !== undefined) return encoders.argument(scalarText(argumentValue(path, values), path), path);
    const value = secret === undefined ? undefined : values.secrets.get(secret);
    if (value === undefined) throw new CodedError('secret_missing', 'fatal', `there is no secret ${secret}`);
    return encoders.secret(value);
  });
}

export const PLAIN: Encoders = { argument: (text) => text, secret: (text) => text };
