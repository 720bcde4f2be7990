// The bounds of a granted tool's arguments as rows of a form: one path, one kind of bound, one value. Pure.
import { isJsonObject, type JsonValue } from '@/lib/domain/json';
import { type FieldText, numberField, textField, valueField, valuesField } from './field-text';

export const BOUND_KINDS = ['given', 'equals', 'oneOf', 'min', 'max', 'pattern'] as const;
export type BoundKind = (typeof BOUND_KINDS)[number];

type Kind = { readonly label: string; readonly field: FieldText; readonly first: JsonValue };

/** `given`: an argument that must only be there has a bound without content. */
export const BOUNDS: { readonly [K in Exclude<BoundKind, 'given'>]: Kind } = {
  equals: { label: 'is', field: valueField, first: '' },
  oneOf: { label: 'is one of', field: valuesField, first: [] },
  min: { label: 'is at least', field: numberField, first: '' },
  max: { label: 'is at most', field: numberField, first: '' },
  pattern: { label: 'matches', field: textField, first: '' },
};

export type BoundRow = { readonly path: string; readonly kind: BoundKind };

export const boundLabel = (kind: BoundKind): string => (kind === 'given' ? 'is given' : BOUNDS[kind].label);

/** In their order; what no row can show (an unknown kind) is left to the JSON. */
export function boundRows(constraints: JsonValue | undefined): BoundRow[] {
  if (!isJsonObject(constraints)) return [];
  return Object.entries(constraints).flatMap(([path, bound]) => {
    const names = isJsonObject(bound) ? Object.keys(bound) : [];
    const kinds = BOUND_KINDS.filter((kind) => names.includes(kind));
    return (names.length === 0 ? (['given'] as const) : kinds).map((kind) => ({ path, kind }));
  });
}

export function withBound(constraints: JsonValue | undefined, { path, kind }: BoundRow): JsonValue {
  const members = isJsonObject(constraints) ? constraints : {};
  const bound = isJsonObject(members[path]) ? members[path] : {};
  return { ...members, [path]: kind === 'given' ? bound : { ...bound, [kind]: BOUNDS[kind].first } };
}

/** Undefined when no bound is left: then the grant has none. */
export function withoutBound(
  constraints: JsonValue | undefined,
  { path, kind }: BoundRow,
): JsonValue | undefined {
  const members = isJsonObject(constraints) ? constraints : {};
  const { [path]: bound, ...others } = members;
  const { [kind]: _, ...rest } = isJsonObject(bound) ? bound : {};
  const left = kind === 'given' || Object.keys(rest).length === 0 ? others : { ...members, [path]: rest };
  return Object.keys(left).length === 0 ? undefined : left;
}
