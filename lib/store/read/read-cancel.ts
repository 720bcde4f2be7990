// Knows who asked for the cancel of a run, whether its worker obeys, and which of its calls have not settled yet.
import { z } from 'zod';
import { type RunCancel, runCallInFlight } from '../../contract/run-cancel';
import { actor } from '../../domain/principal';
import type { Database } from '../database';
import { storeError } from '../store-errors';

/**
 * Taken in means that the run's journal holds it: its worker begins nothing from there on. A run that nobody owns is advanced by no one before it has
 * been taken in. Looked for only where somebody asked.
 */
const READ = `SELECT i.created_at AS "askedAt", convert_from(i.payload, 'UTF8')::json AS said,
    r.finished_at IS NOT NULL OR NOT (r.status = 'running' AND EXISTS (SELECT 1 FROM worker w WHERE w.id = r.worker_id AND w.retired_at IS NULL AND w.lease_until > now()
        AND w.registered_at <= r.claimed_at))
      OR EXISTS (SELECT 1 FROM checkpoint c WHERE c.run_id = r.id AND c.kind = 'input'
        AND convert_from(c.payload, 'UTF8')::json->>'type' = 'cancel') AS effective
  FROM run r JOIN run_input i ON i.run_id = r.id AND i.type = 'cancel'
  WHERE r.id = $1 AND (r.finished_at IS NULL OR r.status = 'cancelled') ORDER BY i.input_seq LIMIT 1`;

/** Intents without a result; a retry's names neither tool nor key, which stand in the row that admitted the call. */
const IN_FLIGHT = `WITH open AS (
    SELECT c.run_id, c.step, c.at, convert_from(c.payload, 'UTF8')::json AS said FROM run r JOIN checkpoint c ON c.run_id = r.id AND c.kind = 'intent'
    WHERE r.id = $1 AND r.status = 'running' AND NOT EXISTS (
      SELECT 1 FROM checkpoint later WHERE later.run_id = c.run_id AND later.step = c.step AND later.seq > c.seq))
  SELECT open.step, said->>'type' AS kind, coalesce(said->>'model', called.call->>'tool', '') AS name, called.call->>'effectKey' AS "effectKey",
    at AS "startedAt"
  FROM open LEFT JOIN LATERAL (
    SELECT convert_from(a.payload, 'UTF8')::json->'call' AS call FROM checkpoint a
    WHERE a.run_id = open.run_id AND a.step = open.step AND a.kind IN ('intent', 'fact')
      AND convert_from(a.payload, 'UTF8')::json->'call' IS NOT NULL ORDER BY a.seq DESC LIMIT 1) called ON true
  ORDER BY open.step`;

const asked = z.object({
  askedAt: z.string(),
  effective: z.boolean(),
  said: z.object({ by: actor, reason: z.string() }),
});

/** null where nobody asked for it, or the run ended otherwise. */
export async function readCancel({ pool }: Pick<Database, 'pool'>, runId: string): Promise<RunCancel | null> {
  try {
    const { rows } = await pool.query({ name: 'read_cancel', text: READ, values: [runId] });
    if (rows[0] === undefined) return null;
    const { askedAt, effective, said } = asked.parse(rows[0]);
    // Read last: once it is effective, nothing has begun since.
    const flying = await pool.query({ name: 'run_in_flight', text: IN_FLIGHT, values: [runId] });
    const inFlight = flying.rows.map((row) => runCallInFlight.parse(row));
    return { by: said.by, reason: said.reason, askedAt, effective, inFlight };
  } catch (error) {
    throw storeError(error, 'read a cancel');
  }
}
