// Knows how a wait ends that no event ended: by its time, by the database's clock; and that what an ended run left is offered again.
import type { Pool } from 'pg';
import { canonicalJson } from '../../domain/canonical-json';
import { StoreUnavailableError } from '../../domain/errors';
import { SYSTEM_ACTOR } from '../../domain/principal';
import { runInput } from '../../domain/run-input';
import { PLACE } from '../runs/place-input';
import { planName } from '../runs/plan-name';
import { storeError, wasRolledBack } from '../store-errors';
import { matchEvents, waitKey } from './match-events';

type Late = {
  readonly id: string;
  readonly run_id: string;
  readonly step: number;
  readonly correlation_key: string;
};
type GivenBack = Pick<Late, 'id' | 'correlation_key'>;

const LATE = `SELECT id, run_id, step, correlation_key FROM event_wait
  WHERE status = 'open' AND until_at <= now() ORDER BY until_at, id LIMIT $1`;

/** A run whose row somebody holds is left until the next time. */
const END = `WITH locked AS MATERIALIZED (
    SELECT id, input_seq, status FROM run WHERE id = $1::uuid FOR NO KEY UPDATE SKIP LOCKED),
  ended AS (
    UPDATE event_wait w SET status = 'timed_out', ended_at = now() FROM locked
    WHERE w.id = $2::uuid AND w.run_id = locked.id AND w.status = 'open' AND w.until_at <= now() RETURNING w.id),
  wanted AS (SELECT 'signal' AS type, $3::text AS payload, $4::text AS dedupe_key FROM ended), ${PLACE}`;

const GIVEN_BACK = `SELECT id, correlation_key FROM event_wait WHERE status = 'cancelled' AND signal_id IS NOT NULL LIMIT $1`;
const OFFERED = `UPDATE event_wait SET signal_id = NULL WHERE id = $1::uuid AND status = 'cancelled'`;

type OnFailure = (waitId: string, cause: Error) => void;

/**
 * One wait that can't be ended does not keep the others from it: it is told to `onFailure`, and tried again the next time.
 * @returns the runs that got an input; a wait that was settled or closed in the meantime is left as it is.
 */
export async function endWaits(pool: Pool, limit: number, onFailure?: OnFailure): Promise<string[]> {
  const told: string[] = [];
  const each = async <W extends { readonly id: string }>(
    waits: readonly W[],
    act: (wait: W) => Promise<void>,
  ) => {
    for (const wait of waits) {
      try {
        await act(wait);
      } catch (error) {
        const cause = storeError(error, 'end wait');
        if (cause instanceof StoreUnavailableError && !wasRolledBack(cause.cause)) throw cause;
        onFailure?.(wait.id, cause);
      }
    }
  };
  await each(await read<GivenBack>(pool, 'events_given_back', GIVEN_BACK, limit), async (wait) => {
    told.push(...(await matchEvents(pool, [wait.correlation_key])));
    await pool.query(OFFERED, [wait.id]);
  });
  await each(await read<Late>(pool, 'late_waits', LATE, limit), async (wait) => {
    // An event that was there in time is no event that did not come: its wait's opener may have died before it asked.
    told.push(...(await matchEvents(pool, [wait.correlation_key])));
    if (await endLate(pool, wait)) told.push(wait.run_id);
  });
  return told;
}

async function read<W extends object>(pool: Pool, name: string, text: string, limit: number): Promise<W[]> {
  try {
    return (await pool.query<W>({ name: planName(name), text, values: [limit] })).rows;
  } catch (error) {
    throw storeError(error, 'end waits');
  }
}

async function endLate(pool: Pool, { id, run_id, step, correlation_key }: Late): Promise<boolean> {
  const ended = { waitId: id, step, correlationKey: correlation_key, event: null };
  const input = runInput.parse({ type: 'signal', by: SYSTEM_ACTOR, ...ended });
  const values = [run_id, id, canonicalJson(input), waitKey(id)];
  return (await pool.query({ name: planName('end_wait'), text: END, values })).rowCount === 1;
}
