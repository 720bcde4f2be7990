// Puts queued runs in place by one statement, past the runtime: a backlog, where only its length matters. Their start rows hold no true hashes.
import type { Client } from 'pg';

const AGENTS = 20;

const QUEUED = `SELECT count(*)::int AS queued FROM run WHERE status = 'queued'`;
const SEED = `WITH made AS (
    INSERT INTO run (id, agent, agent_version, status, input, limits, labels, trigger, started_by, created_at, deadline_at, due_at, updated_at)
    SELECT (lpad(to_hex((extract(epoch FROM now()) * 1000)::bigint), 12, '0') || '7' || substr(digest, 1, 3) || '8' || substr(digest, 4, 15))::uuid,
      'agent-' || i % ${AGENTS}, 1, 'queued', '{}', '{"maxSteps":40,"deadlineMs":900000}', '{}', '{"kind":"api","by":"bench"}',
      '{"kind":"user","id":"bench","label":"Bench"}', now(), now() + interval '1 hour', now() - make_interval(secs => i % 3600), now()
    FROM (SELECT i, md5(i::text || clock_timestamp()::text) AS digest FROM generate_series(1, $1::int) i) numbered RETURNING id)
  INSERT INTO checkpoint (run_id, seq, kind, at, format, runtime_version, payload, payload_hash, prev_hash, hash)
  SELECT id, 1, 'input', now(), 1, 'bench', convert_to('{}', 'UTF8'), repeat('0', 64), repeat('0', 64), repeat('0', 64) FROM made`;

/** Fills up to `wanted`; statistics are taken where many came at once, as a server has them that ran for a while. */
export async function queueRuns(owner: Client, wanted: number): Promise<void> {
  const { rows } = await owner.query<{ queued: number }>(QUEUED);
  const missing = wanted - (rows[0]?.queued ?? 0);
  if (missing <= 0) return;
  await owner.query(SEED, [missing]);
  if (missing > wanted / 2) await owner.query('VACUUM ANALYZE run, checkpoint');
}
