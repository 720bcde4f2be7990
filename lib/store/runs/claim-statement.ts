// Knows which runs may be claimed and in which order. Refuses a run whose owner lives, and an asker without a lease.

import { ANY_FREE_SLOT, FREE_AGENT_SLOTS, lockedSlot } from '../bulkheads/agent-slots';

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

/** As `moreRunsOf` has it. */
const share = (held: string, free: string) =>
  `greatest(CASE WHEN ${held} = 0 THEN 1 ELSE 0 END, (3 * ${free}::int - ${held}) / 4)`;
/** Others may be locking the first ones, so more than asked for are looked at. */
const AHEAD = 4;

/**
 * One turn per agent, then the next: within a turn the oldest due first. Agents are found by skipping along the index, and candidates are locked
 * one by one by their key until there are enough, so that a backlog is not read (a join read all of it: 7 ms with 6 000 due runs). An
 * agent's turn comes the later the more of its runs this worker has, and it gets its share of the places at most: what is above that is left to the
 * claimer to drop. Runs of an agent with a limit are paired with its free slots.
 */
export const PICK_DUE = `WITH RECURSIVE agents AS (
    (SELECT agent FROM run WHERE ${SLEEPS} ORDER BY agent LIMIT 1)
    UNION ALL
    SELECT (SELECT n.agent FROM run n WHERE n.agent > agents.agent AND ${SLEEPS} ORDER BY n.agent LIMIT 1)
    FROM agents WHERE agents.agent IS NOT NULL),
  candidates AS (
    SELECT d.id, d.agent, d.due_at FROM agents CROSS JOIN LATERAL (
      SELECT q.id, q.agent, q.due_at FROM run q WHERE q.agent = agents.agent AND ${SLEEPS} AND q.due_at <= now()
      ORDER BY q.due_at LIMIT $2::int * ${AHEAD}) d WHERE NOT ${stopped('agents.agent')}
    UNION ALL
    (SELECT t.id, t.agent, t.due_at FROM run t WHERE ${SLEEPS} AND t.due_at <= now() AND ${WAS_TOLD} AND ${stopped('t.agent')}
      ORDER BY t.due_at LIMIT $2::int * ${AHEAD})
    UNION ALL
    SELECT r.id, r.agent, r.claimed_at FROM run r LEFT JOIN worker w ON w.id = r.worker_id WHERE r.status = 'running' AND ${DEAD}),
  held AS (SELECT agent, count(*)::int AS runs FROM run WHERE status = 'running' AND worker_id = $1 GROUP BY agent),
  ranked AS (SELECT c.id, c.agent, c.due_at, coalesce(h.runs, 0) AS held, ${share('coalesce(h.runs, 0)', '$2')} AS share, g.concurrency,
      row_number() OVER (PARTITION BY c.agent ORDER BY c.due_at, c.id) AS turn
    FROM candidates c LEFT JOIN held h ON h.agent = c.agent LEFT JOIN agent g ON g.name = c.agent),
  free_slots AS (${FREE_AGENT_SLOTS}),
  turns AS MATERIALIZED (
    SELECT ranked.id, ranked.agent, ranked.share, f.slot, f.grants FROM ranked
    LEFT JOIN free_slots f ON f.agent = ranked.agent AND f.place = ranked.turn
    WHERE ranked.turn <= ranked.share * ${AHEAD} AND (ranked.concurrency IS NULL OR f.slot IS NOT NULL)
    ORDER BY ranked.turn > ranked.share, ranked.held + ranked.turn, ranked.due_at, ranked.id)
  SELECT r.id, r.fence, last.seq, last.hash, ${NOW}, turns.agent, turns.share, turns.slot FROM turns
  CROSS JOIN LATERAL (SELECT r.id, r.fence FROM run r WHERE r.id = turns.id AND ${MAY_BE_CLAIMED} FOR NO KEY UPDATE SKIP LOCKED) r
  LEFT JOIN LATERAL (${lockedSlot('turns.agent', 'turns.slot', 'turns.grants')}) locked ON turns.slot IS NOT NULL
  ${LAST} WHERE ${ASKER_LIVES} AND (turns.slot IS NULL OR locked.slot IS NOT NULL) LIMIT $2::int`;

/** Waits for whoever holds the row: an input that is just being placed must not make the run look busy. */
export const PICK_ONE = `SELECT r.id, r.fence, last.seq, last.hash, ${NOW}, r.agent, 1 AS share, free.slot FROM run r ${LAST}
  LEFT JOIN agent g ON g.name = r.agent LEFT JOIN LATERAL (${ANY_FREE_SLOT}) free ON g.concurrency IS NOT NULL
  WHERE r.id = $2 AND ${MAY_BE_CLAIMED} AND ${ASKER_LIVES} AND (g.concurrency IS NULL OR free.slot IS NOT NULL)
    AND ($3::int IS NULL OR ${share(`(SELECT count(*)::int FROM run h WHERE h.status = 'running' AND h.worker_id = $1 AND h.agent = r.agent)`, '$3')} > 0)
  FOR NO KEY UPDATE OF r`;

export const READ_LAST = `SELECT r.id, r.fence, last.seq, last.hash, ${NOW} FROM run r ${LAST} WHERE r.id = ANY($1::uuid[])`;
