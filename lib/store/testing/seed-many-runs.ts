// Knows a database full of runs as an installation has them after a month: skewed by agent, status, label and trigger, spread over time.
// Written by one statement, past the runtime: for figures and plans, where only the shape of the data matters.
import type { Client } from 'pg';

/** A word that stands in one input of so many. */
export const SEEDED_WORDS = { common: 'lamp', seldom: 'zeppelin', once: 'quartzite' } as const;

const SEED = `INSERT INTO run (id, agent, agent_version, status, waiting, input, output, error_code, error_message, steps, tool_calls, tokens,
    cost_micro_usd, limits, labels, trigger, started_by, created_at, started_at, finished_at, deadline_at, due_at, worker_id, claimed_at, updated_at)
  SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(digest, 1, 3) || '8' || substr(digest, 4, 15))::uuid,
    CASE WHEN i % 1000 = 7 THEN 'seldom' WHEN i % 10 < 6 THEN 'refunds' WHEN i % 10 < 8 THEN 'ticket-triage' WHEN i % 10 = 8
      THEN 'daily-summary' ELSE 'searcher' END,
    1 + i % 14, status,
    CASE status WHEN 'waiting' THEN jsonb_build_object('reason', reason, 'items', jsonb_build_array(jsonb_build_object('kind', reason, 'id', digest))) END,
    json_build_object('orderId', 'ORD-' || i, 'amount', i % 997, 'reason', CASE WHEN i % 3 = 0 THEN 'The lamp came cracked, photos attached'
      WHEN i % 5000 = 11 THEN 'A zeppelin of the wrong colour' WHEN i = 4243 THEN 'One quartzite slab was missing'
      ELSE 'The customer changed their mind about parcel ' || digest END),
    CASE status WHEN 'succeeded' THEN json_build_object('status', 'refunded', 'text', repeat('All went well. ', 8)) END,
    CASE status WHEN 'failed' THEN 'tool_failed' END, CASE status WHEN 'failed' THEN 'mail.send answered 550 for order ' || i END,
    3 + i % 9, 1 + i % 4, 900 + i % 5000, 1000 + i % 90000, '{"maxSteps":40,"maxToolCalls":30,"maxTokens":200000,"maxCostMicroUsd":500000,"deadlineMs":900000}',
    jsonb_build_object('team', CASE WHEN i % 500 = 3 THEN 'nights' WHEN i % 2 = 0 THEN 'support' ELSE 'sales' END),
    jsonb_build_object('kind', CASE WHEN i % 2000 = 9 THEN 'form' ELSE 'api' END, 'by', 'bench'),
    '{"kind":"user","id":"bench","label":"Bench"}', at, at + interval '1 second',
    CASE WHEN status IN ('succeeded', 'failed', 'cancelled') THEN at + interval '9 seconds' END, at + interval '15 minutes', NULL,
    CASE status WHEN 'running' THEN 'bench' END, CASE status WHEN 'running' THEN at END, at
  FROM (SELECT i, md5(i::text) AS digest, now() - make_interval(secs => i * (30 * 86400.0 / $1)) AS at,
      CASE WHEN i <= $1 / 50 AND i % 40 = 1 THEN 'running' WHEN i <= $1 / 20 AND i % 4 = 2 THEN 'waiting' WHEN i <= $1 / 50 AND i % 40 = 3 THEN 'queued'
        WHEN i % 33 = 5 OR i BETWEEN $1 * 0.7 AND $1 * 0.72 THEN 'failed' WHEN i % 50 = 6 THEN 'cancelled' ELSE 'succeeded' END AS status,
      CASE WHEN i % 200 = 2 THEN 'paused' WHEN i % 16 = 6 THEN 'limit' ELSE 'approval' END AS reason
    FROM generate_series(1, $1::int) i) seeded`;

/** What figures of runs at work are counted from. */
const JOURNALS = `INSERT INTO checkpoint (run_id, seq, kind, step, at, format, runtime_version, payload, payload_hash, prev_hash, hash, cost_micro_usd, tokens)
  SELECT run.id, seq, CASE seq % 2 WHEN 0 THEN 'intent' ELSE 'result' END, 1 + seq / 2, run.created_at, 1, 'bench',
    convert_to('{"type":"tool","text":"' || repeat('x', 400) || '"}', 'UTF8'), repeat('0', 64), repeat('0', 64), repeat('0', 64), 3, 7
  FROM run, generate_series(1, 40) seq WHERE run.status = 'running'`;

/** As the owner: statistics are taken too, as a server that runs for a while has them. */
export async function seedManyRuns(owner: Client, count: number): Promise<void> {
  await owner.query(SEED, [count]);
  await owner.query(JOURNALS);
  await owner.query('VACUUM ANALYZE run');
  await owner.query('VACUUM ANALYZE run_text');
}
