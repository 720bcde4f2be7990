// Knows how breakers stand now. One without a row in their table has never opened.
import type { Pool } from 'pg';
import type { BreakerShape } from '../../contract/breaker';
import type { BreakerState } from '../../domain/breaker';

export type Standing = Pick<
  BreakerShape,
  'state' | 'epoch' | 'openedAt' | 'opensUntil' | 'probes' | 'isolated'
>;
type StandingRecord = {
  readonly key: string;
  readonly state: BreakerState;
  readonly epoch: number;
  readonly openedAt: string | null;
  readonly opensUntil: string | null;
  readonly probes: number;
  readonly isolated: BreakerShape['isolated'];
};

const NEVER_OPENED: Standing = {
  state: 'closed',
  epoch: 0,
  openedAt: null,
  opensUntil: null,
  probes: null,
  isolated: null,
};

const STATES = `SELECT key, state, epoch::float8 AS epoch, opened_at AS "openedAt", opens_until AS "opensUntil", probes_granted AS probes,
    CASE WHEN state = 'isolated' THEN jsonb_build_object('by', isolated_by, 'reason', isolated_reason) END AS isolated FROM breaker`;

/** Answers by key. */
export async function standings(pool: Pool): Promise<(key: string) => Standing> {
  const { rows } = await pool.query<StandingRecord>({ name: 'breaker_states', text: STATES });
  const byKey = new Map(rows.map((row) => [row.key, standingOf(row)]));
  return (key) => byKey.get(key) ?? NEVER_OPENED;
}

/** Those that do not stand closed, the last to change first, at most so many. */
export async function shutStandings(
  pool: Pool,
  most: number,
): Promise<(Standing & { readonly key: string })[]> {
  const text = `${STATES} WHERE state <> 'closed' ORDER BY opened_at DESC NULLS LAST, key LIMIT $1`;
  const { rows } = await pool.query<StandingRecord>({ name: 'breakers_shut', text, values: [most] });
  return rows.map((row) => ({ key: row.key, ...standingOf(row) }));
}

function standingOf({ state, epoch, openedAt, opensUntil, probes, isolated }: StandingRecord): Standing {
  return {
    state,
    epoch,
    openedAt: state === 'closed' ? null : openedAt,
    opensUntil: state === 'open' ? opensUntil : null,
    probes: state === 'half_open' ? probes : null,
    isolated,
  };
}
