// Which model of the catalog a provider's name means: the one with that very `model`, else the only one that differs by its date or its spelling alone. Pure.
import type { CatalogModel } from '../../store/read/provider-figures';

export type ModelMatch = {
  /** Under which both sides are put together: the catalog's `model`, or the name itself where the catalog knows none. */
  readonly model: string;
  /** By name; empty: the catalog knows none. */
  readonly names: readonly string[];
};

export type ModelMatcher = {
  /** @param called as a provider's file calls it. */
  ofProvider(called: string): ModelMatch;
  /** @param name as the catalog does. */
  ofCatalog(name: string): ModelMatch;
};

/** Models of the catalog with the same active `model` are one: their provider can't tell them apart. */
export function matcherOf(catalog: readonly CatalogModel[]): ModelMatcher {
  const active = catalog.filter((one) => one.active);
  const current = new Map(active.map(({ name, model }) => [name, model]));
  const names = new Map<string, string[]>();
  for (const [name, model] of current) names.set(model, [...(names.get(model) ?? []), name]);
  const matchOf = (model: string): ModelMatch => ({ model, names: names.get(model) ?? [] });
  const known = new Map<string, ModelMatch>();
  const match = (called: string): ModelMatch => {
    if (names.has(called)) return matchOf(called);
    const earlier = catalog.find(({ model, name }) => model === called && current.has(name));
    if (earlier !== undefined) return matchOf(current.get(earlier.name) ?? called);
    const alike = [...names.keys()].filter((model) => isAlike(model, called));
    return matchOf(alike.length === 1 ? (alike[0] ?? called) : called);
  };
  return {
    ofProvider(called) {
      const found = known.get(called) ?? match(called);
      known.set(called, found);
      return found;
    },
    ofCatalog: (name) => matchOf(current.get(name) ?? name),
  };
}

const DATE = /-(\d{4}-\d{2}-\d{2}|\d{8})$/;

/** `gpt-5-mini` and `gpt-5-mini-2025-08-07`, `Claude Haiku 4.5` and `claude-haiku-4-5-20251001`; never two that are dated differently. */
function isAlike(one: string, other: string): boolean {
  const [a, b] = [partsOf(one), partsOf(other)];
  return a.base === b.base && (a.date === null || b.date === null || a.date === b.date);
}

function partsOf(name: string): { readonly base: string; readonly date: string | null } {
  const spelled = name.toLowerCase().replaceAll(/[\s._]+/g, '-');
  const date = DATE.exec(spelled)?.[1] ?? null;
  return { base: spelled.replace(DATE, ''), date: date === null ? null : date.replaceAll('-', '') };
}
