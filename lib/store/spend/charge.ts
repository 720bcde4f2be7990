// Knows what one settled attempt adds to what its run spent: as a whole, by model, and by the tools it asked for. Pure.
import type { HoldSettlement, NewHold } from '../../ports/budget-ledger';

export const FIGURES = [
  'calls',
  'cost',
  'tokens',
  'input',
  'output',
  'cached',
  'reasoning',
  'held',
  'estimated',
  'retries',
  'failed',
  'routed',
  'top',
  'setAside',
  'fallback',
  'written',
  'saved',
  'savedMs',
] as const;
export type Figure = (typeof FIGURES)[number];
/** In the order of FIGURES: merges add up millions of them. */
export type Figures = readonly number[];
export const FIGURE_COLUMNS: Readonly<Record<Figure, string>> = {
  calls: 'calls',
  cost: 'cost_micro_usd',
  tokens: 'tokens',
  input: 'input_tokens',
  output: 'output_tokens',
  cached: 'cached_input_tokens',
  reasoning: 'reasoning_tokens',
  held: 'held_micro_usd',
  estimated: 'estimated_micro_usd',
  retries: 'retries_micro_usd',
  failed: 'failed_micro_usd',
  routed: 'routed_micro_usd',
  top: 'top_micro_usd',
  setAside: 'set_aside_micro_usd',
  fallback: 'fallback_micro_usd',
  written: 'cache_write_tokens',
  saved: 'saved_micro_usd',
  savedMs: 'saved_ms',
};

export const sumOf = (a: Figures, b: Figures): Figures => a.map((figure, i) => figure + (b[i] ?? 0));
export type Charge = {
  readonly runId: string;
  readonly step: number;
  readonly attempt: number;
  /** Of the journal row that brought it, where that is known. */
  readonly seq?: number;
  readonly called: NewHold['called'];
  readonly name: string;
  readonly outcome: HoldSettlement['outcome'];
  readonly estimated: boolean;
  /** ISO 8601. */
  readonly settledAt: string;
  readonly held: number;
  readonly cost: number;
  readonly input: number;
  readonly output: number;
  readonly cached: number;
  readonly reasoning: number;
  readonly written: number;
  /** By caching: below zero where writing a cache cost more than reading it saved. */
  readonly saved: number;
  readonly savedMs: number;
  /** No attempt but a read that was spared. */
  readonly reused: boolean;
};

/** Under `prefix` what calls did with the prefix caches of providers, by model; under `reuse` reads that were spared, by tool. Neither cost anything. */
export type Facet = 'all' | 'model' | 'tool' | 'prefix' | 'reuse';
/** What a run spent in one hour under one name. */
export type RunHour = {
  readonly facet: Facet;
  readonly name: string;
  /** Its beginning, ISO 8601. */
  readonly hour: string;
  readonly figures: Figures;
};

/** What the rows of a model's call say of it. */
export type Answered = {
  /** One an asked call. */
  readonly tools: readonly string[];
  /** null: its agent has no stronger models. */
  readonly topRung: { readonly costMicroUsd: number; readonly setAside: boolean } | null;
  /** A stronger model was asked because a call had failed for good, or a breaker was open. */
  readonly isFallback: boolean;
};

/** None where the attempt was no charge: a tool without a price. */
export function runHoursOf(charge: Charge, { tools: asked, ...answered }: Answered): RunHour[] {
  const { called, name, cost, reused, cached, written } = charge;
  const hour = `${charge.settledAt.slice(0, 13)}:00:00.000Z`;
  if (reused) return [{ facet: 'reuse', name, hour, figures: savedOf(charge) }];
  if (called === 'tool' && cost === 0) return [];
  const whole = wholeOf(charge, answered);
  const tools = called === 'tool' ? [name] : asked.length === 0 ? [''] : asked;
  return [
    { facet: 'all', name: '', hour, figures: whole },
    { facet: 'model', name: called === 'model' ? name : '', hour, figures: whole },
    ...[...new Set(tools)].map(
      (tool): RunHour => ({ facet: 'tool', name: tool, hour, figures: partOf(whole, tools, tool) }),
    ),
    ...(cached + written === 0 ? [] : [{ facet: 'prefix' as const, name, hour, figures: savedOf(charge) }]),
  ];
}

function wholeOf(charge: Charge, { topRung, isFallback }: Omit<Answered, 'tools'>): Figures {
  const { attempt, outcome, estimated, held, cost, input, output, cached, reasoning } = charge;
  const figures: Record<Figure, number> = {
    calls: 1,
    cost,
    tokens: input + output,
    input,
    output,
    cached,
    reasoning,
    held,
    estimated: estimated ? cost : 0,
    retries: attempt > 1 ? cost : 0,
    failed: outcome === 'succeeded' ? 0 : cost,
    routed: topRung === null ? 0 : cost,
    top: topRung?.costMicroUsd ?? 0,
    setAside: topRung?.setAside ? cost : 0,
    fallback: isFallback ? cost : 0,
    written: 0,
    saved: 0,
    savedMs: 0,
  };
  return FIGURES.map((figure) => figures[figure]);
}

function savedOf({ input, cached, written, saved, savedMs }: Charge): Figures {
  const figures: Partial<Record<Figure, number>> = { calls: 1, input, cached, written, saved, savedMs };
  return FIGURES.map((figure) => figures[figure] ?? 0);
}

/** In whole parts that add up to the call, which is one call of each: the first ones that it asked for take what is left over. */
function partOf(whole: Figures, tools: readonly string[], tool: string): Figures {
  const places = tools.flatMap((each, i) => (each === tool ? [i] : []));
  return whole.map((figure, i) => {
    if (FIGURES[i] === 'calls') return 1;
    const left = figure % tools.length;
    return places.length * Math.floor(figure / tools.length) + places.filter((place) => place < left).length;
  });
}
