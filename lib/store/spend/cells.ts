// Knows in which sums a run's spending stands, and what changes in them when it spends more, ends or goes on. Pure.
import { type Facet, FIGURES, type Figures, type RunHour, sumOf } from './charge';

/** The sums of a group of runs in one hour. */
export type Cell = {
  readonly dimension: 'all' | 'label' | 'status';
  readonly value: string;
  readonly facet: Facet;
  readonly name: string;
  readonly agent: string;
  /** ISO 8601. */
  readonly hour: string;
  /** Of these runs, under the same facet and name; `-infinity`: none. */
  readonly prevHour: string;
  readonly runs: number;
  readonly figures: Figures;
};

export type SpendingRun = {
  readonly agent: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The status in whose sums it stands; null: in none. */
  readonly ended: string | null;
  readonly hours: readonly RunHour[];
};

const NEVER = '-infinity';

/** Where a run stands; each of its hours in as many cells as it has dimensions. */
export function cellsOf({ agent, labels, ended, hours }: SpendingRun): Cell[] {
  const dimensions = [
    { dimension: 'all', value: '' } as const,
    ...labelsOf(labels).map((value) => ({ dimension: 'label', value }) as const),
    ...(ended === null ? [] : [{ dimension: 'status', value: ended } as const]),
  ];
  const before = new Map<string, string>();
  const sorted = [...hours].sort((a, b) => (a.hour < b.hour ? -1 : a.hour > b.hour ? 1 : 0));
  return sorted.flatMap(({ facet, name, hour, figures }) => {
    const place = keyOf(facet, name);
    const prevHour = before.get(place) ?? NEVER;
    before.set(place, hour);
    return dimensions.map((of) => ({ ...of, facet, name, agent, hour, prevHour, runs: 1, figures }));
  });
}

/** KEY=VALUE; one empty label for a run without any. */
function labelsOf(labels: SpendingRun['labels']): string[] {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? [''] : pairs;
}

/** The hours of one run with more added to them: each place once. */
export function withMore(hours: readonly RunHour[], more: readonly RunHour[]): RunHour[] {
  const places = new Map<string, RunHour>();
  for (const added of [...hours, ...more]) {
    const place = keyOf(added.facet, added.name, added.hour);
    const there = places.get(place);
    places.set(
      place,
      there === undefined ? added : { ...added, figures: sumOf(there.figures, added.figures) },
    );
  }
  return [...places.values()];
}

/** Changes of many runs, cell by cell. */
export class CellChanges {
  readonly #cells = new Map<string, { of: Cell; runs: number; figures: number[] }>();

  /** One run stood there before, and stands there now. */
  move(before: readonly Cell[], now: readonly Cell[]): void {
    for (const cell of before) this.#add(cell, -1);
    for (const cell of now) this.#add(cell, 1);
  }

  /** Those that change. */
  get all(): Cell[] {
    return [...this.#cells.values()].flatMap(({ of, runs, figures }) =>
      runs === 0 && figures.every((figure) => figure === 0) ? [] : [{ ...of, runs, figures }],
    );
  }

  #add(cell: Cell, sign: 1 | -1): void {
    const { dimension, value, facet, name, agent, hour, prevHour, figures } = cell;
    const key = keyOf(dimension, value, facet, name, agent, hour, prevHour);
    const change = this.#cells.get(key) ?? { of: cell, runs: 0, figures: figures.map(() => 0) };
    change.runs += sign;
    for (const [i, figure] of figures.entries()) change.figures[i] = (change.figures[i] ?? 0) + sign * figure;
    this.#cells.set(key, change);
  }
}

/** PostgreSQL's texts hold no NUL. */
const keyOf = (...parts: readonly string[]) => parts.join('\0');

/** Whether it takes from a cell, which is there then: it may stand in one statement with no new one. What was saved may be a loss, and adds. */
export const takesAway = ({ runs, figures }: Cell) =>
  runs < 0 || figures.some((figure, i) => figure < 0 && FIGURES[i] !== 'saved');
