// Knows how something from outside reaches a run: a row of run_input and the raised input_seq, together. Refuses a run that has ended.

const TERMINAL = `('succeeded', 'failed', 'cancelled')`;

/**
 * Tail of a statement whose `locked` is the run's row under lock and whose `wanted` is one row or none (type, payload, dedupe_key). The same
 * dedupe key again places nothing. A run that sleeps becomes due; one that a worker owns is found changed when it wants to park.
 */
const placeWhere = (condition: string) => `placed AS (
    INSERT INTO run_input (run_id, input_seq, type, payload, dedupe_key, created_at)
    SELECT locked.id, locked.input_seq + 1, wanted.type, convert_to(wanted.payload, 'UTF8'), wanted.dedupe_key, now()
    FROM locked, wanted WHERE ${condition}
    ON CONFLICT (run_id, dedupe_key) DO NOTHING RETURNING run_id, input_seq)
  UPDATE run r SET input_seq = placed.input_seq, updated_at = now(),
    due_at = CASE WHEN r.status IN ('queued', 'waiting') THEN least(coalesce(r.due_at, now()), now()) END
  FROM placed WHERE r.id = placed.run_id RETURNING r.id::text AS run_id, r.input_seq`;

export const PLACE = placeWhere(`locked.status NOT IN ${TERMINAL}`);

const placeInput = (place: string) => `WITH locked AS MATERIALIZED (
    SELECT id, input_seq, status FROM run WHERE id = $1::uuid FOR NO KEY UPDATE),
  wanted AS (SELECT $2::text AS type, $3::text AS payload, $4::text AS dedupe_key), ${place}`;

/** Parameters: run id, type, payload, dedupe key. Answers the new input_seq, or nothing. */
export const PLACE_INPUT = placeInput(PLACE);
/** The same where nothing came since the input that is the fifth parameter. */
export const PLACE_INPUT_AFTER = placeInput(
  placeWhere(`locked.status NOT IN ${TERMINAL} AND locked.input_seq = $5`),
);
/** Of a run that has ended: kept, and folded in only if it is redriven. */
export const PLACE_INPUT_OF_ENDED = placeInput(placeWhere(`locked.status IN ${TERMINAL}`));
