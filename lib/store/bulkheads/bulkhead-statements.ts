// Knows the statements that give out and take back slots. A slot is taken only as the statement saw it, so that no two get the same one.
import { OFFER_STANDS_MS } from '../../ports/bulkheads';
import { IS_APART } from '../runs/lost-owners';

/** Its worker's lease runs, and the run is still claimed as it was when the slot was given out. */
const claimed = (
  runId: string,
  fence: string,
) => `EXISTS (SELECT 1 FROM run r JOIN worker w ON w.id = r.worker_id
    WHERE r.id = ${runId} AND r.fence = ${fence} AND r.status = 'running' AND w.retired_at IS NULL AND w.lease_until > now()
      AND w.registered_at <= r.claimed_at)`;

/** Held by nobody, or by a claim that is over. */
export const isFree = (slot: string) =>
  `(${slot}.run_id IS NULL OR NOT ${claimed(`${slot}.run_id`, `${slot}.fence`)})`;

const OFFERED = `w.woken_at > now() - interval '${OFFER_STANDS_MS} milliseconds'`;
/** Runs that are over do not come any more. */
const waits = (which: string) =>
  `w.asks_by > now() AND EXISTS (SELECT 1 FROM run r WHERE r.id = w.run_id AND r.finished_at IS NULL${which})`;
export const WAITS = waits('');
/** It can come when it is offered a slot. What is worked alone comes when its turn is to be alone, and takes what is free then. */
const COMES = waits(` AND NOT ${IS_APART('r')}`);

/** $1 key, $2 limit. */
export const MAKE_SLOTS = `INSERT INTO bulkhead_slot (key, slot) SELECT $1, generate_series(1, $2::int) ON CONFLICT DO NOTHING`;

/**
 * $1 key, $2 limit, $3 run, $4 fence, $5 step, $6 asks again within ms. Slots are looked at without a lock and then locked one by one, passing over
 * those that somebody else is taking; the count of grants must be the one that was seen, because a row that changed meanwhile would be judged by
 * the state its run had before. Who comes later than others that wait gets what is left for it after them.
 */
export const TAKE = `WITH asker AS (SELECT 1 WHERE ${claimed('$3::uuid', '$4::int')}),
  queue AS (SELECT (SELECT count(*) FROM (
      SELECT 1 FROM bulkhead_waiter w WHERE w.key = $1 AND (w.run_id, w.step) <> ($3::uuid, $5::int) AND ${COMES}
        AND (w.woken_at IS NULL OR ${OFFERED})
        AND w.since < coalesce((SELECT m.since FROM bulkhead_waiter m WHERE m.key = $1 AND m.run_id = $3::uuid AND m.step = $5::int), now())
      LIMIT $2::int) ahead) AS ahead),
  free AS (SELECT s.slot, s.grants, s.run_id IS NOT DISTINCT FROM $3::uuid AND s.step IS NOT DISTINCT FROM $5::int AS own
    FROM bulkhead_slot s WHERE s.key = $1 AND s.slot <= $2::int
      AND (s.run_id IS NOT DISTINCT FROM $3::uuid AND s.step IS NOT DISTINCT FROM $5::int OR ${isFree('s')})),
  above AS (SELECT 1 FROM bulkhead_slot s WHERE s.key = $1 AND s.slot > $2::int AND NOT ${isFree('s')} LIMIT 1),
  locked AS (SELECT l.slot FROM (SELECT * FROM free ORDER BY own DESC, slot) free
    CROSS JOIN LATERAL (SELECT s.slot FROM bulkhead_slot s WHERE s.key = $1 AND s.slot = free.slot AND s.grants = free.grants
      FOR NO KEY UPDATE SKIP LOCKED) l
    WHERE EXISTS (SELECT 1 FROM asker)
      AND (free.own OR (NOT EXISTS (SELECT 1 FROM above) AND (SELECT count(*) FROM free) > (SELECT ahead FROM queue)))
    LIMIT 1),
  taken AS (UPDATE bulkhead_slot s SET run_id = $3::uuid, fence = $4::int, step = $5::int, taken_at = now(), grants = s.grants + 1
    FROM locked WHERE s.key = $1 AND s.slot = locked.slot RETURNING s.slot, s.grants),
  served AS (DELETE FROM bulkhead_waiter WHERE key = $1 AND run_id = $3::uuid AND step = $5::int AND EXISTS (SELECT 1 FROM taken)),
  queued AS (INSERT INTO bulkhead_waiter (key, run_id, step, since, asks_by)
    SELECT $1, $3::uuid, $5::int, now(), now() + make_interval(secs => $6::float8 / 1000) + interval '${OFFER_STANDS_MS} milliseconds'
    WHERE NOT EXISTS (SELECT 1 FROM taken) AND EXISTS (SELECT 1 FROM asker)
    ON CONFLICT (key, run_id, step) DO UPDATE SET asks_by = excluded.asks_by, woken_at = NULL)
  SELECT slot, grants FROM taken`;

/** The `most` who have waited longest and have no offer; who did not come to one is offered the next when all others had theirs. `also`: who is told besides them. */
const offerTo = (most: string, also = '') => `next AS (SELECT w.run_id, w.step FROM bulkhead_waiter w
    WHERE w.key = $1 AND ${COMES} AND (w.woken_at IS NULL OR NOT ${OFFERED}) ORDER BY w.woken_at NULLS FIRST, w.since LIMIT ${most} FOR NO KEY UPDATE SKIP LOCKED),
  woken AS (UPDATE bulkhead_waiter w SET woken_at = now() FROM next
    WHERE w.key = $1 AND w.run_id = next.run_id AND w.step = next.step RETURNING w.run_id)
  SELECT coalesce((SELECT array_agg(run_id::text) FROM (SELECT run_id FROM woken ${also}) told), '{}') AS wake,
    EXISTS (SELECT 1 FROM bulkhead_waiter w WHERE w.key = $1 AND ${WAITS}) AS some_wait`;

/** $1 key, $2 slot, $3 grants. */
export const RELEASE = `WITH freed AS (UPDATE bulkhead_slot SET run_id = NULL, fence = NULL, step = NULL, taken_at = NULL
    WHERE key = $1 AND slot = $2::int AND grants = $3::int8 AND run_id IS NOT NULL RETURNING 1),
  ${offerTo('(SELECT count(*) FROM freed)')}`;

/** $1 key, $2 limit. */
export const OFFER = `WITH room AS (SELECT greatest(0,
      (SELECT count(*) FROM bulkhead_slot s WHERE s.key = $1 AND s.slot <= $2::int AND ${isFree('s')})
      - (SELECT count(*) FROM bulkhead_waiter w WHERE w.key = $1 AND ${COMES} AND ${OFFERED})) AS n),
  ${offerTo('(SELECT n FROM room)', `UNION SELECT w.run_id FROM bulkhead_waiter w WHERE w.key = $1 AND ${COMES} AND ${OFFERED}`)}`;

/** Who has not asked for long, whatever became of it. */
export const FORGET_WAITERS = `DELETE FROM bulkhead_waiter WHERE asks_by < now() - interval '1 hour'`;
