// Makes the arguments of an undo from the call that is undone; refuses to guess what is missing.
import type { CompensateWith } from '@/lib/domain/compensation';
import { valueAtPath } from '@/lib/domain/dotted-path';
import type { JsonObject, JsonValue } from '@/lib/domain/json';

export type UndoneCall = {
  readonly arguments: JsonObject;
  /** undefined where nobody knows it. */
  readonly result: JsonValue | undefined;
};

export type UndoArguments =
  | { readonly ok: true; readonly arguments: JsonObject }
  /** The paths that lead to nothing, as they stand in the template. */
  | { readonly ok: false; readonly missing: readonly string[] };

const PLACEHOLDER = /\{((?:arguments|result)(?:\.[\w-]+)*)\}/g;
const SINGLE = /^\{((?:arguments|result)(?:\.[\w-]+)*)\}$/;

/** `arguments.order_id`, `result.id`: every placeholder of the template, with where it stands as a JSON Pointer below it. */
export function undoPlaceholders(template: JsonValue, at = ''): { path: string; at: string }[] {
  if (typeof template === 'string') {
    return [...template.matchAll(PLACEHOLDER)].map(([, path]) => ({ path: path ?? '', at }));
  }
  if (typeof template !== 'object' || template === null) return [];
  return Object.entries(template).flatMap(([name, member]) =>
    undoPlaceholders(member, `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
}

/** A placeholder that leads to nothing, to null, or to a structure in the middle of a text is missing: an undo is never half-addressed. */
export function undoArguments({ arguments: template }: CompensateWith, call: UndoneCall): UndoArguments {
  if (template === undefined) return { ok: true, arguments: call.arguments };
  const missing: string[] = [];
  const filled = fill(template, call, missing);
  return missing.length > 0
    ? { ok: false, missing: [...new Set(missing)] }
    : { ok: true, arguments: filled as JsonObject }; // safe because an object is filled member by member
}

function fill(template: JsonValue, call: UndoneCall, missing: string[]): JsonValue {
  if (typeof template === 'string') return fillText(template, call, missing);
  if (typeof template !== 'object' || template === null) return template;
  if (Array.isArray(template)) return template.map((item) => fill(item, call, missing));
  const members = Object.entries(template).map(([name, member]) => [name, fill(member, call, missing)]);
  return Object.fromEntries(members) as JsonObject; // safe because every member was made from a JsonValue
}

function fillText(template: string, call: UndoneCall, missing: string[]): JsonValue {
  const single = SINGLE.exec(template)?.[1];
  if (single !== undefined) {
    const value = valueAt(single, call);
    if (value === undefined || value === null) missing.push(single);
    return value ?? null;
  }
  return template.replace(PLACEHOLDER, (_whole, path: string) => {
    const value = valueAt(path, call);
    if (value === undefined || value === null || typeof value === 'object') missing.push(path);
    return String(value);
  });
}

function valueAt(path: string, { arguments: args, result }: UndoneCall): JsonValue | undefined {
  const [root, ...rest] = path.split('.');
  const from = root === 'arguments' ? args : result;
  return rest.length === 0 ? from : valueAtPath(from, rest.join('.'));
}
