// Knows how a wait ends that no event ended: by its time, by the database's clock; and that what an ended run left is offered again.
import type { Pool } from 'pg';
import { canonicalJson } from '../../domain/canonical-json';
import { SYSTEM_ACTOR } from '../../domain/principal';
import { runInput } from '../../domain/run-input';
import { PLACE } from '../runs/place-input';
import { planName } from '../runs/plan-name';
import { storeError } from '../store-errors';
import { matchEvents, waitKey } from './match-events';

type Late = {
  readonly id: string;
  readonly run_id: string;
  readonly step: number;
  readonly correlation_key: string;
};

const LATE = `SELECT id, run_id, step, correlation_key FROM event_wait
  WHERE status = 'open' AND until_at <= now() ORDER BY until_at, id LIMIT $1`;

const END = `WITH locked AS MATERIALIZED (
    SELECT id, input_seq, status FROM run WHERE id = $1::uuid FOR NO KEY UPDATE),
  ended AS (
    UPDATE event_wait w SET status = 'timed_out', ended_at = now() FROM locked
    WHERE w.id = $2::uuid AND w.run_id = locked.id AND w.status = 'open' AND w.until_at <= now() RETURNING w.id),
  wanted AS (SELECT 'signal' AS type, $3::text AS payload, $4::text AS dedupe_key FROM ended), ${PLACE}`;

const GIVEN_BACK = `SELECT id, correlation_key FROM event_wait WHERE status = 'cancelled' AND signal_id IS NOT NULL LIMIT $1`;
const OFFERED = `UPDATE event_wait SET signal_id = NULL WHERE id = ANY($1::uuid[]) AND status = 'cancelled'`;

/** @returns the runs that got an input; a wait that was settled or closed in the meantime is left as it is. */
export async function endWaits(pool: Pool, limit: number): Promise<string[]> {
  try {
    return [...(await offerAgain(pool, limit)), ...(await endLate(pool, limit))];
  } catch (error) {
    throw storeError(error, 'end waits');
  }
}

async function offerAgain(pool: Pool, limit: number): Promise<string[]> {
  const { rows } = await pool.query<{ id: string; correlation_key: string }>({
    name: planName('events_given_back'),
    text: GIVEN_BACK,
    values: [limit],
  });
  if (rows.length === 0) return [];
  const told = await matchEvents(
    pool,
    rows.map(({ correlation_key }) => correlation_key),
  );
  await pool.query(OFFERED, [rows.map(({ id }) => id)]);
  return told;
}

async function endLate(pool: Pool, limit: number): Promise<string[]> {
  const late = { name: planName('late_waits'), text: LATE, values: [limit] };
  const { rows } = await pool.query<Late>(late);
  if (rows.length === 0) return [];
  // An event that was there in time is no event that did not come: its wait's opener may have died before it asked.
  const told = await matchEvents(
    pool,
    rows.map(({ correlation_key }) => correlation_key),
  );
  for (const { id, run_id, step, correlation_key } of rows) {
    const ended = { waitId: id, step, correlationKey: correlation_key, event: null };
    const input = runInput.parse({ type: 'signal', by: SYSTEM_ACTOR, ...ended });
    const values = [run_id, id, canonicalJson(input), waitKey(id)];
    const { rowCount } = await pool.query({ name: planName('end_wait'), text: END, values });
    if (rowCount === 1) told.push(run_id);
  }
  return told;
}
