// The stronger models of a draft, whatever else stands in it: named, put in another order, taken out, and what goes with the last of them. Pure.
import { isJsonObject, type JsonValue } from '@/lib/domain/json';
import { valueAt, withValue } from './draft-value';
import type { EditScope } from './edit-scope';

const DIFFICULTY = ['routing', 'difficulty'] as const;

export function strongerModels(value: JsonValue): string[] {
  const list = valueAt(value, ['routing', 'stronger']);
  return Array.isArray(list) ? list.map((name) => (typeof name === 'string' ? name : '')) : [];
}

/** Without the last one there is nothing to go up to: what made a run go up leaves with it, and so does the beginning that named it. */
export function withoutStronger(value: JsonValue, index: number): JsonValue | undefined {
  const names = strongerModels(value);
  if (names.length <= 1) return withValue(value, ['routing'], undefined);
  const left = withValue(value, ['routing', 'stronger', index], undefined);
  return valueAt(value, [...DIFFICULTY, 'model']) === names[index]
    ? withValue(left, [...DIFFICULTY, 'model'], undefined)
    : left;
}

/** With the one at `from` at the place `to`; as it is where there is no such place. */
export function withMoved(value: JsonValue, from: number, to: number): JsonValue | undefined {
  const names = strongerModels(value);
  const name = names[from];
  if (name === undefined || to < 0 || to >= names.length) return value;
  return withValue(value, ['routing', 'stronger'], names.toSpliced(from, 1).toSpliced(to, 0, name));
}

/** The same scope, in which a difficulty that says nothing any more is none. */
export function pruning(scope: EditScope): EditScope {
  return {
    ...scope,
    change: (place, next) => {
      const changed = withValue(scope.value, place, next);
      const left = valueAt(changed, DIFFICULTY);
      const { path, hard } = isJsonObject(left) ? left : {};
      if (path === undefined && hard === undefined) scope.change(DIFFICULTY, undefined);
      else scope.change(place, next);
    },
  };
}
