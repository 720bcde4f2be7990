// Knows how the database tells, before anything of a run is read, how many owners were lost with it, and which runs are kept apart for that.
import {
  ALONE_AFTER_LOST,
  FRUITLESS_OUTCOMES,
  GIVEN_UP_AFTER_LOST,
  outcomeText,
} from '../../domain/lost-owners';

/** The payload is looked through as bytes: one that can't be read must not keep every run from being claimed. */
const SHOWS_PROGRESS = `(c.kind = 'end' OR (c.kind = 'result' AND ${FRUITLESS_OUTCOMES.map(
  (outcome) => `position('${outcomeText(outcome)}'::bytea IN c.payload) = 0`,
).join(' AND ')}))`;

/** Its last owner came to no result. Backwards along the primary key, a few rows. */
const noProgress = (
  run: string,
) => `coalesce((SELECT c.kind FROM checkpoint c WHERE c.run_id = ${run}.id AND (c.kind = 'claim' OR ${SHOWS_PROGRESS})
  ORDER BY c.seq DESC LIMIT 1) = 'claim', false)`;
const beforeAttempts = `(SELECT bool_and(l.kind = 'claim') FROM (SELECT c.kind FROM checkpoint c WHERE c.run_id = r.id AND c.kind IN ('claim', 'intent')
  ORDER BY c.seq DESC LIMIT ${GIVEN_UP_AFTER_LOST}) l)`;

/** Of a run `r` that is about to be claimed. An owner that retired gave it up in order. */
export const LOST = `SELECT r.status = 'running' AS was_running,
  CASE WHEN r.lost_owners > 0 AND ${noProgress('r')} THEN r.lost_owners ELSE 0 END + died.now::int AS owners,
  died.now AND r.lost_owners >= ${GIVEN_UP_AFTER_LOST - 1} AND ${beforeAttempts} AS before_attempt
  FROM (SELECT r.status = 'running' AND NOT EXISTS (SELECT FROM worker d WHERE d.id = r.worker_id AND d.retired_at IS NOT NULL) AS now) died`;

/** That it may be claimed is another question. */
export const IS_APART = (run: string) =>
  `(${run}.lost_owners > 0 AND ${run}.lost_owners >= CASE ${run}.status WHEN 'running' THEN ${ALONE_AFTER_LOST - 1} ELSE ${ALONE_AFTER_LOST} END AND ${noProgress(run)})`;
