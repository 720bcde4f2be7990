// Knows decided and waiting approvals with their votes, spread evenly over the days before now, skewed by agent, tool, outcome and person.
// Written past the runtime, upon runs that there are: for figures and plans, where only the shape of the data matters.
import type { Client } from 'pg';

const APPROVALS = `INSERT INTO approval (id, run_id, agent, agent_version, step, kind, status, tool, tool_version, arguments, asked_arguments, argument_hash,
    effect, effect_key, decision, reasons, started_by, payload_hash, asked_hash, required_role, quorum, self_approval, expires_at, on_expiry, changed,
    created_at, decided_at, by_people, model, confidence, held_for)
  SELECT gen_random_uuid(), run.id, run.agent, 1, i, 'tool_call', status, (array['payments.refund', 'mail.send', 'tickets.close', 'orders.cancel', 'crm.update'])[1 + i % 5], 1,
    json_build_object('order_id', 'ORD-' || i, 'amount', i % 997, 'note', repeat('The parcel came late. ', 12)),
    CASE WHEN status = 'approved' AND i % 12 = 0 THEN '{"amount":1}'::json END, repeat('a', 64), 'idempotent', 'seeded:' || i,
    json_build_object('chosen', 'a tool', 'confidence', CASE WHEN i % 20 > 0 THEN (i * 7919 % 101) / 100.0 END, 'reasoning', repeat('It follows from the order. ', 8), 'alternatives', NULL),
    '[{"rule":"escalation.confidenceBelow","verdict":"await_approval","message":"The stated confidence is below the one that this agent needs to act alone."}]',
    '{"kind":"user","id":"bench","label":"Bench"}', repeat('b', 64), repeat('b', 64), 'approver', 1, 'forbid', at + interval '1 day', 'reject', '{}',
    at - make_interval(secs => 30 + i * 31 % 7200), CASE WHEN status <> 'pending' THEN at END, status IN ('approved', 'rejected'),
    CASE WHEN i % 3 = 0 THEN 'large' ELSE 'small' END, CASE WHEN i % 20 > 0 THEN (i * 7919 % 101) / 100.0 END, (array['sample', 'confidence', 'confidence', 'other'])[1 + i % 4]
  FROM (SELECT i, now() - make_interval(secs => i * ($2 * 86400.0 / $1)) AS at,
      CASE WHEN i % 100 = 1 THEN 'pending' WHEN i % 25 = 2 THEN 'expired' WHEN i % 50 = 3 THEN 'cancelled' WHEN i % 11 = 4 THEN 'rejected' ELSE 'approved' END AS status
    FROM generate_series(1, $1::int) i) seeded
  JOIN (SELECT id, agent, row_number() OVER (ORDER BY id) AS place, count(*) OVER () AS runs FROM run) run ON run.place = 1 + i % run.runs`;

const VOTES = `INSERT INTO approval_decision (approval_id, round, principal, decision, reason, arguments, payload_hash, by, at)
  SELECT id, 1, 'person-' || step % 17, CASE WHEN edited THEN 'edit' WHEN status = 'rejected' THEN 'reject' ELSE 'approve' END,
    CASE WHEN status = 'rejected' OR step % 4 = 0 THEN 'Checked against the order.' END, CASE WHEN edited THEN arguments END, payload_hash,
    jsonb_build_object('kind', 'user', 'id', 'person-' || step % 17, 'label', 'Person ' || step % 17), decided_at
  FROM approval WHERE by_people AND effect_key LIKE 'seeded:%'`;

/** As the owner, over `days` days. */
export async function seedDecisions(owner: Client, count: number, days: number): Promise<void> {
  await owner.query(APPROVALS, [count, days]);
  await owner.query(VOTES);
  await owner.query('VACUUM ANALYZE approval');
  await owner.query('VACUUM ANALYZE approval_decision');
}
