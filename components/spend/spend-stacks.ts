// Rows of spend as stacks over time: the dearest series by name, the rest in one, every slice of the period. Nothing is lost on the way: the
// parts of all slices come to the whole. Pure.
import type { SpendRow } from '@/lib/contract/spend';

export const STACK_KEYS = ['agent', 'model', 'tool', 'label', 'status'] as const;
export type StackKey = (typeof STACK_KEYS)[number];

export type Series = {
  /** Null where it stands for no single name: the rest, and what has none. */
  readonly name: string | null;
  readonly label: string;
  readonly totalMicroUsd: number;
};
export type StackSlice = {
  /** Its beginning, ISO 8601. */
  readonly at: string;
  /** One part a series, in their order. */
  readonly parts: readonly number[];
  readonly totalMicroUsd: number;
};
export type Stacks = { readonly series: readonly Series[]; readonly slices: readonly StackSlice[] };

/** As many as the ramp of colours has. */
const MOST_SERIES = 6;

/** What a row without a name is called. */
export const NAMELESS: Readonly<Record<StackKey, string>> = {
  agent: 'no agent',
  model: 'not recorded',
  tool: 'no tool asked for',
  label: 'no label',
  status: 'no status',
};

/** @param starts beginnings of the slices of the period, in order; one that has begun since the period was drawn comes after them. */
export function stacksOf(rows: readonly SpendRow[], key: StackKey, starts: readonly string[]): Stacks {
  const totals = new Map<string | null, number>();
  for (const row of rows)
    totals.set(row[key] ?? null, (totals.get(row[key] ?? null) ?? 0) + row.costMicroUsd);
  const byCost = [...totals].filter(([, cost]) => cost > 0).sort(([a, x], [b, y]) => y - x || orderOf(a, b));
  const named = byCost.length > MOST_SERIES ? byCost.slice(0, MOST_SERIES - 1) : byCost;
  const rest = byCost.slice(named.length);
  const series: Series[] = named.map(([name, totalMicroUsd]) => ({
    name,
    label: name ?? NAMELESS[key],
    totalMicroUsd,
  }));
  if (rest.length > 0) {
    const totalMicroUsd = rest.reduce((sum, [, cost]) => sum + cost, 0);
    series.push({ name: null, label: `${rest.length} others`, totalMicroUsd });
  }
  const placeOf = new Map<string | null, number>([
    ...rest.map(([name]) => [name, series.length - 1] as const),
    ...named.map(([name], i) => [name, i] as const),
  ]);
  const parts = new Map(starts.map((at) => [at, series.map(() => 0)]));
  for (const row of rows) {
    const at = row.hour ?? `${row.day}T00:00:00.000Z`;
    const place = placeOf.get(row[key] ?? null);
    if (place === undefined) continue; // it cost nothing
    const slice = parts.get(at) ?? series.map(() => 0);
    slice[place] = (slice[place] ?? 0) + row.costMicroUsd;
    parts.set(at, slice);
  }
  const slices = [...parts].map(([at, own]) => ({
    at,
    parts: own,
    totalMicroUsd: own.reduce((sum, cost) => sum + cost, 0),
  }));
  return { series, slices };
}

function orderOf(a: string | null, b: string | null): number {
  return (a ?? '') < (b ?? '') ? -1 : 1;
}
