// Knows a queue as it stands after a bad morning: refunds above their bound, spread over the hours to come. Written past the runtime: for
// figures, where only the shape of the data matters; no worker may be at work on this database.
import type { Client } from 'pg';

const RUNS = `INSERT INTO run (id, agent, agent_version, status, waiting, input, steps, tool_calls, tokens, cost_micro_usd, limits, labels, trigger,
    started_by, created_at, started_at, deadline_at, updated_at)
  SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(digest, 1, 3) || '8' || substr(digest, 4, 15))::uuid,
    'refunds', 1, 'waiting', jsonb_build_object('reason', 'approval', 'items', '[]'::jsonb),
    json_build_object('orderId', 'ORD-' || i, 'amount', 500 + i, 'reason', 'Both lamps arrived broken'), 4, 1, 900, 1200,
    '{"maxSteps":40,"maxToolCalls":30,"maxTokens":200000,"maxCostMicroUsd":500000,"deadlineMs":900000}', '{"seeded":"waiting"}',
    '{"kind":"api","by":"bench"}', '{"kind":"user","id":"bench","label":"Bench"}', at, at, at + interval '1 day', at
  FROM (SELECT i, md5('waiting ' || i) AS digest, now() - make_interval(secs => i) AS at FROM generate_series(1, $1::int) i) seeded`;

const CALLS = `INSERT INTO approval (id, run_id, agent, agent_version, step, kind, status, tool, tool_version, arguments, argument_hash, effect,
    effect_key, amount, amount_unit, decision, reasons, started_by, payload_hash, asked_hash, required_role, quorum, self_approval, expires_at,
    on_expiry, changed, held_for, created_at)
  SELECT overlay(id::text PLACING '9' FROM 20 FOR 1)::uuid, id, agent, agent_version, 4, 'tool_call', 'pending', 'payments.refund', 1, input,
    hash, 'idempotent', id || ':4', (input->>'amount')::float, 'EUR',
    '{"chosen":"payments.refund","confidence":0.8,"reasoning":"The order allows it.","alternatives":[]}',
    json_build_array(json_build_object('rule', 'escalation.amountAbove', 'verdict', 'await_approval', 'message', 'Above the 500 EUR of one call.')),
    started_by, hash, hash, 'approver', 1, 'forbid', created_at + make_interval(hours => 2, secs => ((input->>'amount')::int * 7) % 9000),
    'reject', '{}', 'other', created_at
  FROM run, LATERAL (SELECT encode(sha256(convert_to(id::text, 'UTF8')), 'hex') AS hash) hashed WHERE labels @> '{"seeded":"waiting"}'`;

/** As the owner, into a database that has the demo's agents and tools. */
export async function seedWaitingCalls(owner: Client, count: number): Promise<void> {
  await owner.query(RUNS, [count]);
  await owner.query(CALLS);
  await owner.query('VACUUM ANALYZE run');
  await owner.query('VACUUM ANALYZE approval');
}
