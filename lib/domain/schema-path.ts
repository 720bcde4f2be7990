// Where a JSON Schema leads along a dotted path, and which names it gives to members; refuses a path that ends in nothing the schema has.

import { valueAtPath } from './dotted-path';
import { isJsonObject, type JsonObject, type JsonSchemaDocument, type JsonValue } from './json';

/** References are followed as far; one that leads round in a circle names nothing. */
const MAX_REFERENCES = 10;

/**
 * Whether a value of this schema may have something at the path. An array is passed through to its items, by index or without. A schema that lists
 * no properties, says nothing of items or is kept elsewhere says nothing of what is below it, and leads anywhere.
 */
export function leadsTo(schema: JsonSchemaDocument, path: string): boolean {
  const follow = (at: JsonValue | undefined, parts: readonly string[], followed: number): boolean => {
    const [part, ...rest] = parts;
    if (part === undefined) return at !== false;
    if (!isJsonObject(at)) return at === true;
    if (typeof at.$ref === 'string') {
      const target = localTarget(schema, at.$ref);
      if (target === null) return true;
      return followed < MAX_REFERENCES && follow(target, parts, followed + 1);
    }
    const branches = [at.allOf, at.anyOf, at.oneOf].filter(Array.isArray).flat();
    if (branches.some((one) => saysOfMembers(one) && follow(one, parts, followed))) return true;
    const places: (readonly [JsonValue | undefined, readonly string[]])[] = [];
    const { properties, additionalProperties, items } = at;
    if (isJsonObject(properties))
      places.push([
        Object.hasOwn(properties, part) ? properties[part] : schemaOf(additionalProperties),
        rest,
      ]);
    else if (isJsonObject(additionalProperties)) places.push([additionalProperties, rest]);
    if (items !== undefined) places.push([items, parts]);
    if (items !== undefined && /^\d+$/.test(part)) places.push([items, rest]);
    if (places.length > 0)
      return places.some(([next, left]) => next !== undefined && follow(next, left, followed));
    return branches.every((one) => !saysOfMembers(one)) && mayHaveMembers(at);
  };
  return follow(schema, path.split('.'), 0);
}

/** Every name that the schema gives to a member, at whatever place. */
export function memberNames(schema: JsonSchemaDocument): ReadonlySet<string> {
  const names = new Set<string>();
  const walk = (at: JsonValue): void => {
    if (Array.isArray(at)) for (const one of at) walk(one);
    if (!isJsonObject(at)) return;
    if (isJsonObject(at.properties)) for (const name of Object.keys(at.properties)) names.add(name);
    for (const below of Object.values(at)) walk(below);
  };
  walk(schema);
  return names;
}

const schemaOf = (value: JsonValue | undefined) => (isJsonObject(value) ? value : undefined);

/** null for one that is not within this document. */
function localTarget(schema: JsonSchemaDocument, ref: string): JsonValue | null {
  if (ref === '#') return schema;
  if (!ref.startsWith('#/')) return null;
  return valueAtPath(schema, ref.slice(2).replaceAll('/', '.')) ?? null;
}

function saysOfMembers(at: JsonValue): boolean {
  return (
    isJsonObject(at) &&
    ['properties', 'additionalProperties', 'items', '$ref', 'allOf', 'anyOf', 'oneOf'].some(
      (key) => key in at,
    )
  );
}

/** A text, a figure and so on have none, whatever else is said. */
function mayHaveMembers({ type, additionalProperties }: JsonObject): boolean {
  if (additionalProperties === false) return false;
  const types = typeof type === 'string' ? [type] : type;
  return !Array.isArray(types) || types.some((one) => one === 'object' || one === 'array');
}
