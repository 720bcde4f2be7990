// Knows who holds an effect or a resource, and which parked runs wait for it. Changes no effect but a resource that an ended run left behind.
import type { Pool } from 'pg';
import {
  COMPENSATED_CODE,
  type EffectStatus,
  effectPlace,
  type LedgerPlace,
  resourcePlace,
} from '../../domain/effect';
import {
  ABANDONED_RESOURCE_MS,
  type EffectClaim,
  type EffectHold,
  STANDS,
  WOKEN_PER_RESOURCE,
} from '../../ports/effect-ledger';
import { storeError } from '../store-errors';
import { planName } from './plan-name';

type Asked = Pick<EffectClaim, 'scope' | 'key' | 'runId' | 'step' | 'resource'>;

type Standing = {
  readonly status: EffectStatus | null;
  readonly run_id: string | null;
  readonly step: number | null;
  readonly undone: boolean | null;
  readonly holder_run_id: string | null;
  readonly holder_step: number | null;
  readonly holder_gone: boolean | null;
};

/**
 * Nothing of the effect can be under way, and nobody is about to settle it: its run has ended and left it unknown, or stands. What was
 * claimed lately is under way, also where its run's row is an old one.
 */
const isAbandoned = (
  effect: string,
  run: string,
  longAgo = `now() - interval '${ABANDONED_RESOURCE_MS} ms'`,
) =>
  `((${effect}.status = 'unknown' AND ${run}.status IN ('succeeded', 'failed', 'cancelled') AND ${run}.finished_at < ${longAgo})
    OR (${effect}.status = 'in_progress' AND ${effect}.updated_at < ${longAgo} AND ${run}.status = 'waiting' AND ${run}.updated_at < ${longAgo}
      AND EXISTS (SELECT FROM jsonb_array_elements(${run}.waiting->'items') item WHERE item->>'kind' IN (${STANDS.map((kind) => `'${kind}'`).join(', ')}))))`;

const READ_STANDING = `SELECT k.status, k.run_id, k.step, k.error->>'code' = '${COMPENSATED_CODE}' AS undone, h.run_id AS holder_run_id, h.step AS holder_step,
    ${isAbandoned('h', 'r')} AS holder_gone
  FROM (SELECT) one
  LEFT JOIN effect k ON k.scope = $1 AND k.key = $2
  LEFT JOIN effect h ON h.resource = $3::text AND (h.scope, h.key) <> ($1, $2)
  LEFT JOIN run r ON r.id = h.run_id`;

const FREE_ABANDONED = `UPDATE effect e SET resource = NULL, updated_at = now() FROM run r
  WHERE e.resource = $1 AND r.id = e.run_id AND ${isAbandoned('e', 'r')}`;

export async function heldBy(pool: Pool, asked: Asked): Promise<EffectHold | null> {
  try {
    const found = await standing(pool, asked);
    if (found === null) return null;
    const { hold, isAbandoned } = found;
    if (!isAbandoned || hold.place.kind !== 'resource') return hold;
    const { rowCount } = await pool.query(FREE_ABANDONED, [hold.place.id]);
    return rowCount === 0 ? hold : ((await standing(pool, asked))?.hold ?? null);
  } catch (error) {
    throw storeError(error, 'read who holds an effect');
  }
}

async function standing(
  pool: Pool,
  { scope, key, resource, runId, step }: Asked,
): Promise<{ readonly hold: EffectHold; readonly isAbandoned: boolean } | null> {
  const { rows } = await pool.query<Standing>({
    name: planName('read_standing'),
    text: READ_STANDING,
    values: [scope, key, resource ?? null],
  });
  const found = rows[0];
  if (found === undefined) return null;
  const { status, run_id: ownerRunId, step: ownerStep } = found;
  const isOwn = ownerRunId === runId && ownerStep === step;
  if (status !== null && status !== 'failed_final' && !(isOwn && status === 'in_progress')) {
    const isOpen =
      status === 'in_progress' || (status === 'unknown' && ownerRunId === runId && found.undone !== true);
    if (!isOpen || isOwn || ownerRunId === null || ownerStep === null) return null;
    const holder = { runId: ownerRunId, step: ownerStep };
    return { hold: { place: effectPlace({ scope, key }), holder }, isAbandoned: false };
  }
  const { holder_run_id, holder_step, holder_gone } = found;
  if (resource === undefined || holder_run_id === null || holder_step === null) return null;
  const holder = { runId: holder_run_id, step: holder_step };
  return { hold: { place: resourcePlace(resource), holder }, isAbandoned: holder_gone === true };
}

/**
 * Rows are locked in the order of their ids, as everywhere; ids are in the order of the runs' making, so the oldest are woken. The condition on the
 * kinds is that of `run_waits_for_effect_idx`, word for word. The run that an effect belongs to hears of it by itself, and waits for a
 * person while it is unknown. What a claim has locked is on its way already.
 */
const WAKE = `WITH place AS (SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS place(kind, id, scope, key)),
  free AS (SELECT place.kind, place.id, e.run_id AS owner_run_id FROM place
    LEFT JOIN effect e ON e.scope = place.scope AND e.key = place.key
    WHERE (place.kind <> 'resource' OR NOT EXISTS (SELECT FROM effect h WHERE h.resource = place.id))
      AND e.status IS DISTINCT FROM 'in_progress'),
  waiting AS (SELECT DISTINCT w.id FROM free CROSS JOIN LATERAL (
    SELECT r.id FROM run r WHERE r.status = 'waiting' AND r.due_at > now() AND r.id IS DISTINCT FROM free.owner_run_id
      AND (r.waiting->'items' @> '[{"kind": "resource"}]' OR r.waiting->'items' @> '[{"kind": "effect"}]')
      AND r.waiting->'items' @> jsonb_build_array(jsonb_build_object('kind', free.kind, 'id', free.id))
    ORDER BY r.id LIMIT CASE free.kind WHEN 'resource' THEN ${WOKEN_PER_RESOURCE} END) w),
  parked AS (SELECT id FROM run WHERE id IN (SELECT id FROM waiting) AND status = 'waiting' AND due_at > now()
    ORDER BY id FOR NO KEY UPDATE SKIP LOCKED)
  UPDATE run SET due_at = date_trunc('milliseconds', now()) FROM parked WHERE run.id = parked.id RETURNING run.id::text AS id`;

export async function wakeWaiting(pool: Pool, places: readonly LedgerPlace[]): Promise<readonly string[]> {
  if (places.length === 0) return [];
  const values = [
    places.map(({ kind }) => kind),
    places.map(({ id }) => id),
    places.map((place) => (place.kind === 'effect' ? place.scope : null)),
    places.map((place) => (place.kind === 'effect' ? place.key : null)),
  ];
  try {
    const { rows } = await pool.query<{ id: string }>({ name: planName('wake_waiting'), text: WAKE, values });
    return rows.map(({ id }) => id);
  } catch (error) {
    throw storeError(error, 'wake runs that wait for an effect');
  }
}
