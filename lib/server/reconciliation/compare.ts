// Both sides by day and model, what one of them alone has, and what they differ by. Pure: figures come in, nothing is rounded.
import type {
  Difference,
  ReconciliationRow,
  ReconciliationShape,
  ReconciliationSums,
} from '../../contract/reconciliation';
import type { SpendRow } from '../../contract/spend';
import type { Estimated, StandingFigure } from '../../store/read/provider-figures';
import type { ModelMatch, ModelMatcher } from './match-models';

export type Sides = {
  /** By day and model. */
  readonly spent: readonly SpendRow[];
  readonly estimated: readonly Estimated[];
  readonly figures: readonly StandingFigure[];
};
export type Comparison = Omit<ReconciliationShape, 'from' | 'to'>;

type Bulkhead = NonNullable<ReconciliationRow['bulkhead']>;
type Provider = NonNullable<ReconciliationRow['provider']>;
type Pair = {
  readonly day: string;
  readonly match: ModelMatch;
  readonly called: Set<string>;
  readonly providers: Set<string>;
  bulkhead: Bulkhead | null;
  provider: Provider | null;
};

/** A day of which no file tells anything has no rows: there is nothing to compare it with. */
export function compare({ spent, estimated, figures }: Sides, matcher: ModelMatcher): Comparison {
  const pairs = new Map<string, Pair>();
  const pairOf = (day: string, match: ModelMatch): Pair => {
    const key = `${day} ${match.model}`;
    const pair = pairs.get(key) ?? newPair(day, match);
    pairs.set(key, pair);
    return pair;
  };
  const covered = new Set(figures.map(({ day }) => day));
  const uncovered = new Map<string, number>();
  for (const row of spent) {
    const { day, model, costMicroUsd, tokens, inputTokens, outputTokens, cachedInputTokens, calls } = row;
    if (day === undefined || model === undefined || model === null) continue; // what a tool costs is no model's
    if (!covered.has(day)) {
      uncovered.set(day, (uncovered.get(day) ?? 0) + costMicroUsd);
      continue;
    }
    const pair = pairOf(day, matcher.ofCatalog(model));
    const said = { costMicroUsd, tokens, inputTokens, outputTokens, cachedInputTokens, calls };
    pair.bulkhead = addUp(pair.bulkhead, { ...said, estimatedMicroUsd: 0 });
  }
  for (const { day, name, costMicroUsd } of estimated) {
    const pair = pairs.get(`${day} ${matcher.ofCatalog(name).model}`);
    if (pair?.bulkhead) pair.bulkhead.estimatedMicroUsd += costMicroUsd;
  }
  const unknown = new Set<string>();
  for (const { day, model, provider, ...said } of figures) {
    const match = matcher.ofProvider(model);
    if (match.names.length === 0) unknown.add(model);
    const pair = pairOf(day, match);
    if (model !== match.model) pair.called.add(model);
    pair.providers.add(provider);
    pair.provider = addUp(pair.provider, { ...said, tokens: sumOf(said.inputTokens, said.outputTokens) });
  }
  const rows = [...pairs.values()].map(rowOf).toSorted(inOrder);
  return {
    cost: sumsOf(rows, 'costMicroUsd'),
    tokens: sumsOf(rows, 'tokens'),
    estimatedMicroUsd: rows.reduce((sum, { bulkhead }) => sum + (bulkhead?.estimatedMicroUsd ?? 0), 0),
    uncovered: {
      days: [...uncovered.keys()].toSorted(),
      costMicroUsd: [...uncovered.values()].reduce((sum, cost) => sum + cost, 0),
    },
    unknownModels: [...unknown].toSorted(),
    rows,
  };
}

const newPair = (day: string, match: ModelMatch): Pair => ({
  day,
  match,
  called: new Set(),
  providers: new Set(),
  bulkhead: null,
  provider: null,
});

/** What neither says stays unsaid. */
const sumOf = (a: number | null, b: number | null) => (a === null && b === null ? null : (a ?? 0) + (b ?? 0));

function addUp<T extends Record<string, number | null>>(sum: T | null, added: T): T {
  if (sum === null) return added;
  const entries = Object.keys(added).map((key) => [key, sumOf(sum[key] ?? null, added[key] ?? null)]);
  return Object.fromEntries(entries) as T; // safe because it has the keys of both, and a null only where both have one
}

function rowOf({ day, match, called, providers, bulkhead, provider }: Pair): ReconciliationRow {
  return {
    day,
    model: match.model,
    models: [...match.names],
    alsoCalled: [...called].toSorted(),
    providers: [...providers].toSorted(),
    side: bulkhead === null ? 'provider' : provider === null ? 'bulkhead' : 'both',
    bulkhead,
    provider,
    difference: differenceOf(bulkhead, provider),
  };
}

/** A side that does not know of a model at all has none of it; one that knows, and does not say how much, says nothing. */
function differenceOf(bulkhead: Bulkhead | null, provider: Provider | null): Difference {
  const less = (ours: number, theirs: number | null) => (theirs === null ? null : theirs - ours);
  const costMicroUsd = less(bulkhead?.costMicroUsd ?? 0, provider === null ? 0 : provider.costMicroUsd);
  const tokens = less(bulkhead?.tokens ?? 0, provider === null ? 0 : provider.tokens);
  return {
    costMicroUsd,
    costShare: shareOf(costMicroUsd, bulkhead?.costMicroUsd ?? 0),
    tokens,
    tokensShare: shareOf(tokens, bulkhead?.tokens ?? 0),
  };
}

const shareOf = (part: number | null, whole: number) => (part === null || whole === 0 ? null : part / whole);

/** Over the rows that can be compared; null where there are none, or no file tells of it. */
function sumsOf(
  rows: readonly ReconciliationRow[],
  figure: 'costMicroUsd' | 'tokens',
): ReconciliationSums | null {
  if (rows.every(({ provider }) => provider === null || provider[figure] === null)) return null;
  const sums = { bulkhead: 0, provider: 0, difference: 0, onlyBulkhead: 0, onlyProvider: 0 };
  for (const row of rows) {
    const difference = row.difference[figure];
    if (difference === null) continue;
    const ours = row.bulkhead?.[figure] ?? 0;
    const theirs = row.provider?.[figure] ?? 0;
    sums.bulkhead += ours;
    sums.provider += theirs;
    sums.difference += difference;
    if (row.side === 'bulkhead') sums.onlyBulkhead += ours;
    if (row.side === 'provider') sums.onlyProvider += theirs;
  }
  return { ...sums, share: shareOf(sums.difference, sums.bulkhead) };
}

function inOrder(a: ReconciliationRow, b: ReconciliationRow): number {
  const largest = ({ bulkhead, provider }: ReconciliationRow) =>
    Math.max(bulkhead?.costMicroUsd ?? 0, provider?.costMicroUsd ?? 0);
  if (a.day !== b.day) return a.day < b.day ? 1 : -1;
  return largest(b) - largest(a) || (a.model < b.model ? -1 : 1);
}
