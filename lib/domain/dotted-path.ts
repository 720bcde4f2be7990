// Reads a value at a dotted path (`order.total`, `items.0.id`); refuses to reach what is not the value's own.
import type { JsonValue } from './json';

/** @returns undefined when there is nothing at the path. Inherited members (`constructor`) are never found. */
export function valueAtPath(value: JsonValue | undefined, path: string): JsonValue | undefined {
  let current = value;
  for (const part of path.split('.')) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, part)) return undefined;
    current = Array.isArray(current) ? current[Number(part)] : current[part];
  }
  return current;
}

/** Everything at the path, where a part that is no index of an array goes on in each of its items. */
export function valuesAtPath(value: JsonValue | undefined, path: string): JsonValue[] {
  return path
    .split('.')
    .reduce<JsonValue[]>(
      (all, part) => all.flatMap((one) => below(one, part)),
      value === undefined ? [] : [value],
    );
}

function below(value: JsonValue, part: string): JsonValue[] {
  if (Array.isArray(value) && !/^\d+$/.test(part)) return value.flatMap((item) => below(item, part));
  const found = valueAtPath(value, part);
  return found === undefined ? [] : [found];
}
