// Knows what people do about an approval before it is decided: each act and its event in one statement, by the database's clock.
import type { Pool, QueryResult } from 'pg';
import { type ApprovalEvent, approvalEvent } from '../../domain/approval-event';
import type { Actor } from '../../domain/principal';
import { EVENT_COLUMNS, isoText, LITTLE_TIME } from '../approval-text';
import { withoutNul } from '../runs/sections';
import { storeError } from '../store-errors';

/** Who acts, and on what. */
export type Attending = {
  readonly approvalId: string;
  readonly by: Actor;
  /** The person behind `by`. */
  readonly personId: string;
};

const VIEW = `INSERT INTO approval_event (approval_id, verb, actor, person)
  SELECT id, 'viewed', $2::jsonb, $3 FROM approval WHERE id = $1::uuid AND status = 'pending'
  ON CONFLICT (approval_id, person) WHERE verb = 'viewed' DO NOTHING`;

/** @returns false where this person has seen it before, or it waits no more. */
export async function viewApproval(pool: Pool, act: Attending): Promise<boolean> {
  return (await asked(pool, 'view_approval', VIEW, act)).rowCount === 1;
}

/**
 * Of two people at once one gets it; a claim of one's own starts anew. Of the level that was looked at, or others would be at what they may not decide.
 * A veto window does not end while somebody is at it.
 */
const CLAIM = `WITH claimed AS (
    UPDATE approval SET claimed_by = $2::jsonb, claimed_person = $3,
      claimed_until = least(now() + $4::bigint * interval '1 millisecond', CASE WHEN on_expiry <> 'execute' THEN expires_at END)
    WHERE id = $1::uuid AND status = 'pending' AND (expires_at IS NULL OR expires_at > now() OR on_expiry = 'execute')
      AND escalation_level = $5 AND (claimed_until IS NULL OR claimed_until <= now() OR claimed_person = $3)
    RETURNING id, claimed_until)
  INSERT INTO approval_event (approval_id, verb, actor, person, data)
  SELECT id, 'claimed', $2::jsonb, $3, jsonb_build_object('until', ${isoText('claimed_until')}) FROM claimed`;

/** @returns false where somebody else has it, it waits no more, or not at this level. */
export async function claimApproval(pool: Pool, act: Attending, forMs: number, level = 0): Promise<boolean> {
  return (await asked(pool, 'claim_approval', CLAIM, act, forMs, level)).rowCount === 1;
}

const RELEASE = `WITH released AS (
    UPDATE approval SET claimed_by = NULL, claimed_person = NULL, claimed_until = NULL
    WHERE id = $1::uuid AND status = 'pending' AND claimed_person = $3 AND claimed_until > now() RETURNING id)
  INSERT INTO approval_event (approval_id, verb, actor, person) SELECT id, 'released', $2::jsonb, $3 FROM released`;

/** @returns false where this person has no claim that stands. */
export async function releaseApproval(pool: Pool, act: Attending): Promise<boolean> {
  return (await asked(pool, 'release_approval', RELEASE, act)).rowCount === 1;
}

/** Bound to what is asked now: another hash, round or level brings it back. */
const SNOOZE = `WITH wished AS (
    SELECT id, payload_hash, round, escalation_level,
      least(date_trunc('milliseconds', $4::timestamptz), expires_at - ${LITTLE_TIME}) AS until
    FROM approval WHERE id = $1::uuid AND status = 'pending'),
  kept AS (
    INSERT INTO approval_snooze AS s (approval_id, person, until, payload_hash, round, level)
    SELECT id, $3, until, payload_hash, round, escalation_level FROM wished WHERE until > now()
    ON CONFLICT (approval_id, person) DO UPDATE SET until = excluded.until, payload_hash = excluded.payload_hash,
      round = excluded.round, level = excluded.level
    RETURNING approval_id, until)
  INSERT INTO approval_event (approval_id, verb, actor, person, data)
  SELECT approval_id, 'snoozed', $2::jsonb, $3, jsonb_build_object('until', ${isoText('until')}) FROM kept RETURNING data->>'until' AS until`;

/** @returns until when, at the latest when little time is left; null where that is now, or it waits no more. */
export async function snoozeApproval(pool: Pool, act: Attending, until: string): Promise<string | null> {
  const { rows } = await asked(pool, 'snooze_approval', SNOOZE, act, until);
  return rows[0]?.until ?? null;
}

const WAKE = `WITH woken AS (
    DELETE FROM approval_snooze WHERE approval_id = $1::uuid AND person = $3 RETURNING approval_id, until)
  INSERT INTO approval_event (approval_id, verb, actor, person, data)
  SELECT approval_id, 'snoozed', $2::jsonb, $3, '{"until": null}' FROM woken WHERE until > now()`;

/** @returns false where this person had not put it off. */
export async function wakeApproval(pool: Pool, act: Attending): Promise<boolean> {
  return (await asked(pool, 'wake_approval', WAKE, act)).rowCount === 1;
}

/** At most so many, or anybody could fill the history. */
const MOST_COMMENTS = 200;
const COMMENT = `INSERT INTO approval_event (approval_id, verb, actor, person, data)
  SELECT id, 'commented', $2::jsonb, $3, jsonb_build_object('text', $4::text) FROM approval WHERE id = $1::uuid
    AND (SELECT count(*) FROM approval_event WHERE approval_id = $1::uuid AND verb = 'commented') < ${MOST_COMMENTS}
  RETURNING ${EVENT_COLUMNS}`;

/** @returns null where there is no room for another. */
export async function commentApproval(
  pool: Pool,
  act: Omit<Attending, 'personId'> & { readonly personId: string | null },
  text: string,
): Promise<ApprovalEvent | null> {
  const { rows } = await asked(pool, 'comment_approval', COMMENT, act, withoutNul(text));
  return rows[0] === undefined ? null : approvalEvent.parse(rows[0]);
}

async function asked(
  pool: Pool,
  name: string,
  text: string,
  { approvalId, by, personId }: Omit<Attending, 'personId'> & { readonly personId: string | null },
  ...more: readonly unknown[]
): Promise<QueryResult> {
  try {
    return await pool.query({ name, text, values: [approvalId, JSON.stringify(by), personId, ...more] });
  } catch (error) {
    throw storeError(error, name.replaceAll('_', ' '));
  }
}
