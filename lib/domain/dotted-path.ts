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
