// Knows how breakers stood, slice by slice, from their changes. Looks at the newest changes only where there are many.
import type { Pool } from 'pg';
import type { BreakerState } from '../../domain/breaker';

export type SliceStates = readonly (BreakerState | null)[];
/** `since` and `slices` slices of `sliceMs` from there on, the last one under way. */
export type Sliced = { readonly since: string; readonly sliceMs: number; readonly slices: number };

const MOST_CHANGES = 20_000;
/** The less it lets through, the further to the right. */
const LEAST_LAST: readonly BreakerState[] = ['closed', 'half_open', 'open', 'isolated'];

type ChangedSlice = {
  readonly key: string;
  readonly slice: number;
  /** Each state that held within the slice. */
  readonly held: readonly BreakerState[];
  readonly first: BreakerState;
  readonly last: BreakerState;
  readonly whole: boolean;
};

/** $1 since, $2 ms of a slice, $3 most, $4 a key or null. */
const CHANGED = `WITH changed AS MATERIALIZED (SELECT key, epoch, at, from_state, to_state FROM breaker_change
    WHERE at >= $1::timestamptz AND ($4::text IS NULL OR key = $4) ORDER BY at DESC LIMIT $3)
  SELECT key, floor(extract(epoch FROM at - $1::timestamptz) * 1000 / $2)::int AS slice,
    array_agg(DISTINCT to_state) || (array_agg(from_state ORDER BY epoch))[1] AS held, (array_agg(from_state ORDER BY epoch))[1] AS first,
    (array_agg(to_state ORDER BY epoch DESC))[1] AS last, (SELECT count(*) FROM changed) < $3 AS whole
  FROM changed GROUP BY 1, 2 ORDER BY 1, 2`;

/** Answers by key and by how it stands now, which is how it stood all along where nothing changed. */
export async function statesInSlices(
  pool: Pool,
  { since, sliceMs, slices }: Sliced,
  { key = null, most = MOST_CHANGES }: { readonly key?: string | null; readonly most?: number } = {},
): Promise<(key: string, now: BreakerState) => SliceStates> {
  const { rows } = await pool.query<ChangedSlice>({
    name: 'breaker_slices',
    text: CHANGED,
    values: [since, sliceMs, most, key],
  });
  const whole = rows[0]?.whole ?? true;
  return (asked, now) =>
    statesOf(
      rows.filter((row) => row.key === asked),
      { slices, now, whole },
    );
}

type Around = { readonly slices: number; readonly now: BreakerState; readonly whole: boolean };

function statesOf(changed: readonly ChangedSlice[], { slices, now, whole }: Around): SliceStates {
  const bySlice = new Map(changed.map((one) => [Math.min(one.slice, slices - 1), one]));
  let standing: BreakerState | null = whole ? (changed[0]?.first ?? now) : null;
  return Array.from({ length: slices }, (_, slice) => {
    const change = bySlice.get(slice);
    if (change === undefined) return standing;
    standing = change.last;
    return leastOf(change.held);
  });
}

function leastOf(states: readonly BreakerState[]): BreakerState {
  return LEAST_LAST.findLast((state) => states.includes(state)) ?? 'closed';
}
