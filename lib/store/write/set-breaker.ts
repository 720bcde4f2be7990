// Knows how a person isolates a breaker and resets it; what they find is answered, so that the same again changes no state. Refuses a reset of an isolation that was not seen.
import type { Pool } from 'pg';
import type { BreakerState } from '../../domain/breaker';
import { type Actor, actor } from '../../domain/principal';
import type { Transaction } from '../prisma';
import { storeError } from '../store-errors';

/** $1 key, $2 to, $3 actor, $4 reason. Both lock the row first: what it was is what the record says. */
const LOCK = `INSERT INTO breaker (key, state, epoch, updated_at) VALUES ($1, 'closed', 0, now()) ON CONFLICT (key) DO UPDATE SET updated_at = now()
  RETURNING state, epoch::float8 AS epoch, isolated_by AS by, isolated_reason AS reason, opened_at AS at`;
const SET = `WITH changed AS (
    UPDATE breaker SET state = $2, epoch = epoch + 1, probe_leases = '{}', probes_answered = 0, probes_granted = 0, opens_until = NULL,
      opened_at = CASE WHEN $2 = 'isolated' THEN now() END, isolated_by = CASE WHEN $2 = 'isolated' THEN $3::jsonb END,
      isolated_reason = CASE WHEN $2 = 'isolated' THEN $4 END, updated_at = now()
    WHERE key = $1 RETURNING key, epoch)
  INSERT INTO breaker_change (key, epoch, at, from_state, to_state, actor, reason, calls, failures, slow)
  SELECT key, epoch, now(), $5, $2, $3::jsonb, $4, 0, 0, 0 FROM changed RETURNING epoch::float8 AS epoch`;

export type BreakerWish = {
  readonly key: string;
  readonly to: 'isolated' | 'closed';
  readonly by: Actor;
  readonly reason: string;
  /** The epoch that whoever wishes it was shown; undefined where nobody looked. */
  readonly seenEpoch?: number | undefined;
};

export type SetBreaker =
  | { readonly status: 'set'; readonly before: BreakerState }
  /** It stands so already. */
  | { readonly status: 'same' }
  /** Somebody isolated it after the wish was shown how it stands. */
  | { readonly status: 'isolated_since'; readonly by: Actor; readonly at: Date; readonly reason: string };

type Found = {
  readonly state: BreakerState;
  readonly epoch: number;
  readonly by: unknown;
  readonly at: string | Date;
  readonly reason: string;
};

export async function setBreaker(
  tx: Transaction,
  { key, to, by, reason, seenEpoch }: BreakerWish,
): Promise<SetBreaker> {
  const [found] = await tx.$queryRawUnsafe<Found[]>(LOCK, key);
  if (found === undefined) throw new Error('the row that is locked is returned');
  if (found.state === to) return { status: 'same' };
  if (found.state === 'isolated' && seenEpoch !== undefined && seenEpoch !== found.epoch) {
    return {
      status: 'isolated_since',
      by: actor.parse(found.by),
      at: new Date(found.at),
      reason: found.reason,
    };
  }
  await tx.$queryRawUnsafe(SET, key, to, JSON.stringify(by), reason, found.state);
  return { status: 'set', before: found.state };
}

/** The parked runs that wait for this breaker before all else: they are woken by a reset. What waits for a person too finds it by its own time. */
export async function runsWaitingFor(pool: Pool, key: string): Promise<string[]> {
  const text = `SELECT id FROM run WHERE waiting->>'reason' = 'breaker' AND status = 'waiting'
    AND waiting->'items' @> jsonb_build_array(jsonb_build_object('kind', 'breaker', 'id', $1::text))`;
  try {
    const { rows } = await pool.query<{ id: string }>({ name: 'runs_behind_breaker', text, values: [key] });
    return rows.map(({ id }) => id);
  } catch (error) {
    throw storeError(error, 'find runs behind a breaker');
  }
}
