// Knows what needs a person at this moment: counts, the most urgent approvals, the runs that stopped.
import type { Pool } from 'pg';
import { z } from 'zod';
import type { OverviewShape } from '../../contract/overview';
import { RUN_STATUSES, type RunStatus } from '../../domain/run';
import { boundFact } from '../../domain/run-facts';
import type { Database } from '../database';
import { approvalsByIds, putOffBy } from './list-approvals';

const SHOWN_MOST = 8;

export async function countRuns(pool: Pool): Promise<OverviewShape['runs']> {
  const { rows } = await pool.query<{ status: RunStatus; count: number }>({
    name: 'overview_runs',
    text: 'SELECT status, count(*)::int AS count FROM run WHERE NOT is_dry_run(id) GROUP BY status',
  });
  const counts = new Map(rows.map(({ status, count }) => [status, count]));
  const entries = RUN_STATUSES.map((status) => [status, counts.get(status) ?? 0] as const);
  return Object.fromEntries(entries) as OverviewShape['runs']; // safe because every status has an entry
}

type Pending = {
  readonly pending: number;
  readonly put_off: number;
  readonly oldest_at: string | null;
  readonly expiring_soon: number;
  readonly next_expiry_at: string | null;
  readonly unknown_outcomes: number;
};

/** An approval whose time has run out is no longer anyone's to decide, though nobody has swept it yet. */
const OPEN = `status = 'pending' AND (expires_at IS NULL OR expires_at > now() OR on_expiry = 'execute')`;

/** What whoever asks has put off is counted apart: it is in nobody else's way, and back in theirs when its time comes. */
const PENDING = `SELECT count(*) FILTER (WHERE NOT away)::int AS pending, count(*) FILTER (WHERE away)::int AS put_off,
    min(created_at) FILTER (WHERE NOT away) AS oldest_at,
    count(*) FILTER (WHERE NOT away AND expires_at <= now() + interval '15 minutes')::int AS expiring_soon,
    min(expires_at) FILTER (WHERE NOT away) AS next_expiry_at,
    count(*) FILTER (WHERE NOT away AND kind = 'unknown_outcome')::int AS unknown_outcomes
  FROM (SELECT kind, created_at, expires_at, ${putOffBy('$1')} AS away FROM approval WHERE ${OPEN}) AS waiting`;

export async function countPending(pool: Pool, personId: string | null) {
  const { rows } = await pool.query<Pending>({
    name: 'overview_pending',
    text: PENDING,
    values: [personId ?? ''],
  });
  const row = rows[0];
  if (row === undefined) throw new Error('an aggregate answers with one row');
  return {
    approvals: {
      pending: row.pending,
      putOff: row.put_off,
      oldestAt: row.oldest_at,
      expiringSoon: row.expiring_soon,
      nextExpiryAt: row.next_expiry_at,
    },
    unknownOutcomes: row.unknown_outcomes,
  };
}

/** An unknown outcome never runs out, but money may be under way: it presses as what expires an hour after it was asked. */
const URGENT = `SELECT id FROM approval WHERE ${OPEN} AND NOT ${putOffBy('$1')}
  ORDER BY coalesce(expires_at, created_at + interval '1 hour'), created_at, id LIMIT ${SHOWN_MOST}`;

export async function mostUrgent(
  db: Pick<Database, 'pool' | 'prisma'>,
  personId: string | null,
): Promise<OverviewShape['needsPerson']> {
  const { rows } = await db.pool.query<{ id: string }>({
    name: 'overview_urgent',
    text: URGENT,
    values: [personId ?? ''],
  });
  const ids = rows.map(({ id }) => id);
  const shapes = await approvalsByIds(db, ids);
  return ids.flatMap((id) => shapes.get(id) ?? []);
}

type Stopped = {
  readonly id: string;
  readonly agent: string;
  readonly kind: 'limit' | 'failed';
  readonly message: string | null;
  readonly bound: string | null;
  readonly at: string;
  readonly fails_at: string | null;
};

/** A run at a bound says why in the last fact of its journal. */
const STOPPED = `(SELECT r.id, r.agent, 'limit' AS kind, NULL AS message, fact.payload AS bound, r.updated_at AS at, wait.until AS fails_at
    FROM run r LEFT JOIN LATERAL (
      SELECT convert_from(c.payload, 'UTF8') AS payload FROM checkpoint c
      WHERE c.run_id = r.id AND c.kind = 'fact' AND position('"type":"bound"' IN convert_from(c.payload, 'UTF8')) > 0
      ORDER BY c.seq DESC LIMIT 1) fact ON true
    LEFT JOIN LATERAL (SELECT item->>'until' AS until FROM jsonb_array_elements(r.waiting->'items') item
      WHERE item->>'kind' = 'limit' LIMIT 1) wait ON true
    WHERE NOT is_dry_run(r.id) AND r.status = 'waiting' AND r.waiting->>'reason' = 'limit' ORDER BY r.updated_at DESC LIMIT ${SHOWN_MOST})
  UNION ALL
  (SELECT id, agent, 'failed', error_message, NULL, finished_at, NULL FROM run
    WHERE status = 'failed' AND NOT is_dry_run(id) AND finished_at >= $1::timestamptz
      AND NOT EXISTS (SELECT 1 FROM dead_letter d WHERE d.run_id = run.id AND d.state = 'discarded') ORDER BY finished_at DESC LIMIT ${SHOWN_MOST})
  ORDER BY at DESC`;

export async function stoppedRuns(pool: Pool, since: string): Promise<OverviewShape['stoppedRuns']> {
  const { rows } = await pool.query<Stopped>({ name: 'overview_stopped', text: STOPPED, values: [since] });
  return rows.map(({ id, agent, kind, message, bound, at, fails_at: failsAt }) => ({
    id,
    agent,
    kind,
    message: message ?? boundMessage(bound),
    at,
    failsAt,
  }));
}

function boundMessage(payload: string | null): string {
  const parsed = z.string().transform(parseJson).pipe(boundFact).safeParse(payload);
  return parsed.success ? parsed.data.message : 'It reached one of its bounds.';
}

const parseJson = (text: string): unknown => JSON.parse(text);

const AT_LIMIT = `SELECT count(*)::int AS count FROM run WHERE NOT is_dry_run(id) AND status = 'waiting' AND waiting->>'reason' = 'limit'`;

export async function countAtLimit(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ count: number }>({ name: 'overview_at_limit', text: AT_LIMIT });
  return rows[0]?.count ?? 0;
}

const DEAD_LETTERS = `SELECT count(*)::int AS open, max(failed_at) AS "newestAt" FROM dead_letter WHERE state = 'open'`;

export async function countDeadLetters(pool: Pool): Promise<OverviewShape['deadLetters']> {
  const { rows } = await pool.query<OverviewShape['deadLetters']>({
    name: 'overview_dead_letters',
    text: DEAD_LETTERS,
  });
  return rows[0] ?? { open: 0, newestAt: null };
}
