// Knows to which failure a dead letter belongs: the last attempt of its step where that is what the run failed of, and the run's own end otherwise.
import type { Ask } from '../budgets/transact';
import type { Failure } from './read-failures';

/** Ends that say nothing but that a model's call failed for good. */
const OF_AN_ATTEMPT = ['model_failed', 'model_invalid'];

const GIVE = `WITH told AS (
    SELECT d.id, e.seq, d.run_id FROM dead_letter d CROSS JOIN LATERAL (
      SELECT e.seq, e.letter FROM run_error e WHERE e.run_id = d.run_id AND e.step = d.step AND e.seq IS NOT NULL AND e.at <= d.failed_at
      ORDER BY e.seq DESC LIMIT 1) e
    WHERE d.run_id = ANY($1::uuid[]) AND d.code = ANY($2::text[]) AND e.letter IS NULL
      AND NOT EXISTS (SELECT FROM run_error known WHERE known.letter = d.id))
  UPDATE run_error e SET letter = told.id FROM told WHERE e.run_id = told.run_id AND e.seq = told.seq`;
const OWN = `SELECT d.run_id::text AS "runId", NULL::int AS seq, d.id::text AS letter, d.fingerprint, d.failed_at AS at, d.step, d.agent,
    d.agent_version AS version, NULL::int AS "calledVersion", d.code, d.message, d.tool, d.model
  FROM dead_letter d WHERE d.run_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT FROM run_error e WHERE e.letter = d.id)`;

/** Gives each letter of these runs its failure. @returns those that are failures of their own. */
export async function lettersOf(ask: Ask, runIds: readonly string[]): Promise<Failure[]> {
  await ask('give_letters', GIVE, [runIds, OF_AN_ATTEMPT]);
  return ask<Failure>('own_letters', OWN, [runIds]);
}
