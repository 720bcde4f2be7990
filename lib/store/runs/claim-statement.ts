// Knows which runs may be claimed and in which order. Refuses a run whose owner lives, and an asker without a lease.

/** A worker row that owns nothing any more. It registered anew when it is younger than the claim. */
const DEAD = `(w.id IS NULL OR w.retired_at IS NOT NULL OR w.lease_until <= now() OR w.registered_at > r.claimed_at)`;
const ASKER_LIVES = `EXISTS (SELECT 1 FROM worker a WHERE a.id = $1 AND a.retired_at IS NULL AND a.lease_until > now())`;
const SLEEPS = `status IN ('queued', 'waiting') AND due_at IS NOT NULL`;
/** A stop stands in the way of the runs of this agent. */
const stopped = (agent: string) =>
  `EXISTS (SELECT 1 FROM stop s WHERE s.lifted_epoch IS NULL AND s.scope IN ('global', 'agent:' || ${agent}))`;
/** Told something that it has not folded in yet: claimed also under a stop, to settle what it can. */
const WAS_TOLD = `input_seq > seen_input_seq`;
const MAY_BE_CLAIMED = `((r.status IN ('queued', 'waiting') AND r.due_at <= now() AND (r.${WAS_TOLD.replace('> ', '> r.')} OR NOT ${stopped('r.agent')}))
  OR (r.status = 'running' AND NOT EXISTS (SELECT 1 FROM worker w WHERE w.id = r.worker_id AND NOT ${DEAD})))`;

/** The last row, on which the claim row is chained. */
const LAST = `CROSS JOIN LATERAL (SELECT c.seq, c.hash FROM checkpoint c WHERE c.run_id = r.id ORDER BY c.seq DESC LIMIT 1) last`;

/** The time of a claim is the database's, by which the lease before it ran out. */
const NOW = `(extract(epoch FROM now()) * 1000)::float8 AS now`;

/**
 * One turn per agent, then the next: within a turn the oldest due first. Agents are found by skipping along the index, and candidates are locked
 * one by one by their key until there are enough, so that a backlog is not read (a join read all of it: 7 ms with 6 000 due runs). Per agent
 * more than asked for are looked at, because others may be locking the first ones.
 */
export const PICK_DUE = `WITH RECURSIVE agents AS (
    (SELECT agent FROM run WHERE ${SLEEPS} ORDER BY agent LIMIT 1)
    UNION ALL
    SELECT (SELECT n.agent FROM run n WHERE n.agent > agents.agent AND ${SLEEPS} ORDER BY n.agent LIMIT 1)
    FROM agents WHERE agents.agent IS NOT NULL),
  candidates AS (
    SELECT d.id, d.agent, d.due_at FROM agents CROSS JOIN LATERAL (
      SELECT q.id, q.agent, q.due_at FROM run q WHERE q.agent = agents.agent AND ${SLEEPS} AND q.due_at <= now()
      ORDER BY q.due_at LIMIT $2 * 4) d WHERE NOT ${stopped('agents.agent')}
    UNION ALL
    (SELECT t.id, t.agent, t.due_at FROM run t WHERE ${SLEEPS} AND t.due_at <= now() AND ${WAS_TOLD} AND ${stopped('t.agent')}
      ORDER BY t.due_at LIMIT $2 * 4)
    UNION ALL
    SELECT r.id, r.agent, r.claimed_at FROM run r LEFT JOIN worker w ON w.id = r.worker_id WHERE r.status = 'running' AND ${DEAD}),
  turns AS MATERIALIZED (
    SELECT id FROM (SELECT id, due_at, row_number() OVER (PARTITION BY agent ORDER BY due_at, id) AS turn FROM candidates) ranked
    ORDER BY turn, due_at, id)
  SELECT r.id, r.fence, last.seq, last.hash, ${NOW} FROM turns
  CROSS JOIN LATERAL (SELECT r.id, r.fence FROM run r WHERE r.id = turns.id AND ${MAY_BE_CLAIMED} FOR NO KEY UPDATE SKIP LOCKED) r
  ${LAST} WHERE ${ASKER_LIVES} LIMIT $2`;

/** Waits for whoever holds the row: an input that is just being placed must not make the run look busy. */
export const PICK_ONE = `SELECT r.id, r.fence, last.seq, last.hash, ${NOW} FROM run r ${LAST}
  WHERE r.id = $2 AND ${MAY_BE_CLAIMED} AND ${ASKER_LIVES} FOR NO KEY UPDATE OF r`;

export const READ_LAST = `SELECT r.id, r.fence, last.seq, last.hash, ${NOW} FROM run r ${LAST} WHERE r.id = ANY($1::uuid[])`;
