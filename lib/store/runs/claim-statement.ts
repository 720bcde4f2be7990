// Knows which runs may be claimed and in which order, and the one statement that claims them. Refuses a run whose owner lives, and an asker without a lease.
import { JOURNAL_FORMAT } from '../../domain/journal-row';
import { ANY_FREE_SLOT, FREE_AGENT_SLOTS, lockedSlot } from '../bulkheads/agent-slots';
import { sealedClaims } from './claim-seal';
import { INSERT_CHECKPOINT, SHORT_JOURNAL } from './journal-section';
import { IS_APART, LOST } from './lost-owners';

/** A worker row that owns nothing any more. It registered anew when it is younger than the claim. */
const DEAD = `(w.id IS NULL OR w.retired_at IS NOT NULL OR w.lease_until <= now() OR w.registered_at > r.claimed_at)`;
const ASKER_LIVES = `EXISTS (SELECT 1 FROM worker a WHERE a.id = $1 AND a.retired_at IS NULL AND a.lease_until > now())`;
const SLEEPS = `status IN ('queued', 'waiting') AND due_at IS NOT NULL AND NOT is_dry_run(id)`;
/** A stop stands in the way of the runs of this agent. */
const stopped = (agent: string) =>
  `EXISTS (SELECT 1 FROM stop s WHERE s.lifted_epoch IS NULL AND s.scope IN ('global', 'agent:' || ${agent}))`;
/** Told something that it has not folded in yet: claimed also under a stop, to settle what it can. */
const WAS_TOLD = `input_seq > seen_input_seq`;
const MAY_BE_CLAIMED = `((r.status IN ('queued', 'waiting') AND r.due_at <= now() AND (r.${WAS_TOLD.replace('> ', '> r.')} OR NOT ${stopped('r.agent')}))
  OR (r.status = 'running' AND NOT EXISTS (SELECT 1 FROM worker w WHERE w.id = r.worker_id AND NOT ${DEAD})))`;

/** Told to end and nothing else is left for it: claimed without a place. */
const IS_CANCELLED = `(NOT is_dry_run(r.id) AND r.status IN ('queued', 'waiting') AND r.due_at <= now() AND r.input_seq > r.seen_input_seq AND EXISTS (
    SELECT FROM run_input i WHERE i.run_id = r.id AND i.input_seq > r.seen_input_seq AND i.type = 'cancel'))`;

/** The last row, on which the claim row is chained, and what became of the owners before. */
const LAST = `CROSS JOIN LATERAL (SELECT c.seq, c.hash FROM checkpoint c WHERE c.run_id = r.id ORDER BY c.seq DESC LIMIT 1) last
  CROSS JOIN LATERAL (${LOST}) lost`;
const PICKED = `r.id, r.fence, last.seq, last.hash, lost.was_running, lost.owners, lost.before_attempt`;

/** As `moreRunsOf` has it. */
const share = (held: string, free: string) =>
  `greatest(CASE WHEN ${held} = 0 THEN 1 ELSE 0 END, (3 * ${free}::int - ${held}) / 4)`;
/** Others may be locking the first ones, so more than asked for are looked at. */
const AHEAD = 4;

/** `none`: where one of them can't be read, none is brought along, and whoever loads that one is told. */
type Journal = 'short' | 'none';
/** The same statement twice. */
export type ClaimText = { readonly [J in Journal]: string };
const textsOf = (textFor: (journal: Journal) => string): ClaimText => ({
  short: textFor('short'),
  none: textFor('none'),
});

/**
 * From `picked` (locked runs with their last rows, in their order by `place`) to claimed ones. What an agent has more than its share stays locked
 * until the statement ends, and is left. A claim row whose place is taken leaves its run alone (`taken` is false): its owner committed since the last
 * row was read, which shows when the lock was waited for. Short journals come along, a row each. One row of nulls where nothing was picked.
 */
const claimPicked = (version: string, tooFew: string, journal: Journal) => `
  within AS (SELECT p.*, row_number() OVER (PARTITION BY p.agent ORDER BY p.place) AS nth FROM picked p),
  sealed AS MATERIALIZED (${sealedClaims('within last WHERE last.nth <= last.share', '$1', version, 'last.agent, last.slot, last.place, last.before_attempt')}),
  placed AS (${INSERT_CHECKPOINT} SELECT s.id, s.seq, 'claim', NULL, s.at, ${JOURNAL_FORMAT}, ${version}, convert_to(s.payload, 'UTF8'), s.payload_hash,
      s.prev_hash, s.hash, 0, 0 FROM sealed s ORDER BY s.id ON CONFLICT DO NOTHING RETURNING run_id),
  owned AS (UPDATE run r SET status = 'running', fence = s.fence, worker_id = $1, claimed_at = now(), waiting = NULL, lost_owners = s.owners,
      due_at = NULL, started_at = coalesce(r.started_at, now()), updated_at = now(),
      deadline_at = CASE WHEN r.fence = 0 THEN s.at + (r.limits->>'deadlineMs')::bigint * interval '1 millisecond' ELSE r.deadline_at END
    FROM placed JOIN sealed s ON s.id = placed.run_id WHERE r.id = placed.run_id RETURNING r.id),
  slots AS (UPDATE bulkhead_slot b SET run_id = s.id, fence = s.fence, step = 0, taken_at = now(), grants = b.grants + 1
    FROM owned JOIN sealed s ON s.id = owned.id WHERE s.slot IS NOT NULL AND b.key = 'agent:' || s.agent AND b.slot = s.slot)
  SELECT s.id, s.fence, s.owners AS lost_owners, s.before_attempt, s.seq AS claim_seq, s.at_text AS claim_at, s.payload AS claim_payload, s.payload_hash AS claim_payload_hash,
    s.prev_hash AS claim_prev_hash, s.hash AS claim_hash, owned.id IS NOT NULL AS taken, asked.too_few, journal.*
  FROM (SELECT ${tooFew} AS too_few) asked LEFT JOIN sealed s ON true LEFT JOIN owned ON owned.id = s.id LEFT JOIN LATERAL (${
    journal === 'short' ? SHORT_JOURNAL('s.id', 's.seq - 1') : 'SELECT NULL::int AS seq'
  }) journal ON true
  ORDER BY s.place, journal.seq`;

/**
 * One turn per agent, then the next: within a turn the oldest due first. Agents are found by skipping along the index, and of each as many runs are
 * looked at as would give all of them the same number in the end (`level`), so that a backlog is not read (a join read all of it: 7 ms with 6 000
 * due runs; a full lot of each of 20 agents: 12 ms). Where those are too few nothing is claimed and the statement says so: to be asked again for the
 * `whole`. Candidates are locked one by one by their key until there are enough. An agent's turn comes the later the more of its runs this
 * worker has, and it gets its share of the places at most. Runs of an agent with a limit are paired with its free slots.
 *
 * $1 worker, $2 how many, $3 runtime version, $4 whole, $5 whether what owners who are gone have left is looked at too.
 */
export const CLAIM_DUE = textsOf(
  (journal) => `WITH RECURSIVE agents AS (
    (SELECT agent FROM run WHERE ${SLEEPS} ORDER BY agent LIMIT 1)
    UNION ALL
    SELECT (SELECT n.agent FROM run n WHERE n.agent > agents.agent AND ${SLEEPS} ORDER BY n.agent LIMIT 1)
    FROM agents WHERE agents.agent IS NOT NULL),
  held AS MATERIALIZED (SELECT agent, count(*)::int AS runs FROM run WHERE status = 'running' AND worker_id = $1 AND NOT is_dry_run(id) GROUP BY agent),
  open AS MATERIALIZED (SELECT a.agent, coalesce(h.runs, 0) AS runs FROM agents a LEFT JOIN held h ON h.agent = a.agent
    WHERE a.agent IS NOT NULL AND NOT ${stopped('a.agent')}),
  level AS (SELECT (($2::int * ${AHEAD} + sum(runs)) / count(*) + 1)::int AS runs FROM open HAVING count(*) > 0),
  candidates AS (
    SELECT d.id, o.agent, d.due_at, o.most FROM (
        SELECT open.agent, CASE WHEN $4 THEN $2::int * ${AHEAD} ELSE least(greatest(level.runs - open.runs, 1), $2::int * ${AHEAD}) END AS most FROM open CROSS JOIN level) o
      CROSS JOIN LATERAL (SELECT q.id, q.due_at FROM run q WHERE q.agent = o.agent AND ${SLEEPS} AND q.due_at <= now() AND NOT ${IS_APART('q')}
        ORDER BY q.due_at LIMIT o.most) d
    UNION ALL
    (SELECT t.id, t.agent, t.due_at, NULL FROM run t WHERE ${SLEEPS} AND t.due_at <= now() AND ${WAS_TOLD} AND NOT ${IS_APART('t')} AND ${stopped('t.agent')}
      ORDER BY t.due_at LIMIT $2::int * ${AHEAD})
    UNION ALL
    SELECT r.id, r.agent, r.claimed_at, NULL FROM run r LEFT JOIN worker w ON w.id = r.worker_id WHERE $5 AND r.status = 'running' AND ${DEAD} AND NOT ${IS_APART('r')} AND NOT is_dry_run(r.id)),
  ranked AS MATERIALIZED (SELECT c.id, c.agent, c.due_at, c.most, coalesce(h.runs, 0) AS held, ${share('coalesce(h.runs, 0)', '$2')} AS share,
      g.concurrency, row_number() OVER (PARTITION BY c.agent ORDER BY c.due_at, c.id) AS turn
    FROM candidates c LEFT JOIN held h ON h.agent = c.agent LEFT JOIN agent g ON g.name = c.agent),
  free_slots AS (${FREE_AGENT_SLOTS}),
  turns AS MATERIALIZED (
    SELECT ranked.id, ranked.agent, ranked.share, ranked.turn <= ranked.share AS within, f.slot, f.grants,
      row_number() OVER (ORDER BY ranked.turn > ranked.share, ranked.held + ranked.turn, ranked.due_at, ranked.id) AS place FROM ranked
    LEFT JOIN free_slots f ON f.agent = ranked.agent AND f.place = ranked.turn
    WHERE ranked.turn <= ranked.share * ${AHEAD} AND (ranked.concurrency IS NULL OR f.slot IS NOT NULL) ORDER BY place),
  seen AS MATERIALIZED (SELECT NOT $4 AND (SELECT count(*) FROM turns WHERE within) < $2::int
    AND EXISTS (SELECT 1 FROM ranked WHERE turn = most AND most < $2::int * ${AHEAD}) AS too_few),
  picked AS MATERIALIZED (SELECT ${PICKED}, turns.agent, turns.share, turns.slot, turns.place FROM turns
    CROSS JOIN LATERAL (SELECT r.id, r.fence, r.status, r.worker_id, r.lost_owners FROM run r WHERE r.id = turns.id AND ${MAY_BE_CLAIMED} AND NOT ${IS_APART('r')} FOR NO KEY UPDATE SKIP LOCKED) r
    LEFT JOIN LATERAL (${lockedSlot('turns.agent', 'turns.slot', 'turns.grants')}) locked ON turns.slot IS NOT NULL
    ${LAST} WHERE NOT (SELECT too_few FROM seen) AND ${ASKER_LIVES} AND (turns.slot IS NULL OR locked.slot IS NOT NULL) LIMIT $2::int),
  ${claimPicked('$3', '(SELECT too_few FROM seen)', journal)}`,
);

/** Runs whose owners are gone, in no order. $1 how many. */
export const LEFT_BEHIND = `SELECT r.id::text AS id FROM run r LEFT JOIN worker w ON w.id = r.worker_id
  WHERE r.status = 'running' AND ${DEAD} AND NOT ${IS_APART('r')} AND NOT is_dry_run(r.id) ORDER BY random() LIMIT $1`;

/** A run and a free slot of its agent, if it has any limit and the run needs a place. */
const ONE = `SELECT ${PICKED}, r.agent, 1 AS share, free.slot, 1 AS place FROM run r ${LAST}
  LEFT JOIN agent g ON g.name = r.agent LEFT JOIN LATERAL (${ANY_FREE_SLOT}) free ON g.concurrency IS NOT NULL
  WHERE ${MAY_BE_CLAIMED} AND NOT is_dry_run(r.id) AND ${ASKER_LIVES} AND (g.concurrency IS NULL OR free.slot IS NOT NULL OR ${IS_CANCELLED})`;

/**
 * Waits for whoever holds the row, as long as a session waits for a lock: an input that is just being placed must not make the run look busy.
 *
 * $1 worker, $2 run, $3 free places or null, $4 runtime version.
 */
export const CLAIM_ONE = textsOf(
  (journal) => `WITH picked AS MATERIALIZED (${ONE} AND r.id = $2 AND NOT ${IS_APART('r')}
    AND ($3::int IS NULL OR ${IS_CANCELLED} OR ${share(`(SELECT count(*)::int FROM run h WHERE h.status = 'running' AND h.worker_id = $1 AND h.agent = r.agent AND NOT is_dry_run(h.id))`, '$3')} > 0)
  FOR NO KEY UPDATE OF r),
  ${claimPicked('$4', 'false', journal)}`,
);

/** $1 worker, $2 how many, $3 runtime version. */
export const CLAIM_CANCELLED = textsOf(
  (
    journal,
  ) => `WITH picked AS MATERIALIZED (SELECT ${PICKED}, r.agent, $2::int AS share, NULL::int AS slot, row_number() OVER () AS place FROM (
    SELECT r.* FROM run r WHERE ${IS_CANCELLED} AND NOT ${IS_APART('r')} AND ${ASKER_LIVES} ORDER BY r.due_at LIMIT $2::int FOR NO KEY UPDATE SKIP LOCKED) r ${LAST}),
  ${claimPicked('$3', 'false', journal)}`,
);

/** Dry runs alone, which no other statement takes. $1 worker, $2 how many, $3 runtime version, $4 the one that is named or null. */
export const CLAIM_DRY = textsOf(
  (
    journal,
  ) => `WITH picked AS MATERIALIZED (SELECT ${PICKED}, r.agent, $2::int AS share, NULL::int AS slot, row_number() OVER () AS place FROM (
    SELECT r.* FROM run r WHERE is_dry_run(r.id) AND r.finished_at IS NULL AND ($4::uuid IS NULL OR r.id = $4::uuid) AND ${MAY_BE_CLAIMED} AND ${ASKER_LIVES}
    ORDER BY coalesce(r.due_at, r.claimed_at) LIMIT $2::int FOR NO KEY UPDATE SKIP LOCKED) r ${LAST}),
  ${claimPicked('$3', 'false', journal)}`,
);

/** One of those that `CLAIM_DUE` and `CLAIM_ONE` leave alone. $1 worker, $2 runtime version. */
export const CLAIM_APART = textsOf(
  (journal) => `WITH picked AS MATERIALIZED (${ONE} AND ${IS_APART('r')}
    ORDER BY coalesce(r.due_at, r.claimed_at), r.id LIMIT 1 FOR NO KEY UPDATE OF r SKIP LOCKED),
  ${claimPicked('$2', 'false', journal)}`,
);

/** Whether that would find one. */
export const ANY_APART = `SELECT EXISTS (SELECT FROM run r WHERE ${MAY_BE_CLAIMED} AND ${IS_APART('r')} AND NOT is_dry_run(r.id)) AS waits`;
