// Knows the standing stops, which live workers obey them, and what is under way.
import { z } from 'zod';
import { type InFlightCall, inFlightCall } from '../../contract/halt';
import { actor } from '../../domain/principal';
import type { StopScope } from '../../domain/stop';
import type { Database } from '../database';
import type { Transaction } from '../prisma';
import { storeError } from '../store-errors';

const standingStop = z.object({ epoch: z.number(), by: actor, reason: z.string(), at: z.string() });
export type StandingStop = z.infer<typeof standingStop>;

const STANDING = `SELECT epoch::float8 AS epoch, set_by AS by, reason, set_at AS at FROM stop WHERE scope = $1 AND lifted_epoch IS NULL`;
const WORKERS = `SELECT count(*)::int AS live, (count(*) FILTER (WHERE stop_epoch < $1))::int AS pending
  FROM worker WHERE retired_at IS NULL AND lease_until > now()`;

/**
 * Intents without a result, of runs that are owned. Only an intent's own small payload is looked into; a tool is named by the row that admitted
 * it, which a retry does not repeat.
 */
const IN_FLIGHT = `WITH open AS (
    SELECT c.run_id, r.agent, c.step, c.at, convert_from(c.payload, 'UTF8')::json AS said,
      NOT EXISTS (SELECT 1 FROM worker w WHERE w.id = r.worker_id AND w.retired_at IS NULL AND w.lease_until > now()
        AND w.registered_at <= r.claimed_at) AS owner_lost
    FROM run r JOIN checkpoint c ON c.run_id = r.id AND c.kind = 'intent' AND c.step IS NOT NULL
    WHERE r.status = 'running' AND NOT EXISTS (
      SELECT 1 FROM checkpoint later WHERE later.run_id = c.run_id AND later.step = c.step AND later.seq > c.seq))
  SELECT *, (count(*) OVER ())::int AS total FROM (SELECT run_id AS "runId", agent, step, (said->>'attempt')::int AS attempt, said->>'type' AS kind, at AS since, owner_lost AS "ownerLost",
    coalesce(said->>'model', said->'call'->>'tool', (
      SELECT convert_from(a.payload, 'UTF8')::json->'call'->>'tool' FROM checkpoint a
      WHERE a.run_id = open.run_id AND a.step = open.step AND a.kind IN ('intent', 'fact')
        AND convert_from(a.payload, 'UTF8')::json->'call' IS NOT NULL ORDER BY a.seq DESC LIMIT 1), '') AS name
  FROM open) named
  WHERE ($2::text IS NULL OR (kind, name) = ($2::text, $3::text)) ORDER BY since, "runId", step LIMIT $1`;

async function rowsOf<T extends object>(db: Pick<Database, 'pool'>, text: string, values: unknown[]) {
  try {
    return (await db.pool.query<T>(text, values)).rows;
  } catch (error) {
    throw storeError(error, 'read stops');
  }
}

export async function readStandingStop(
  db: Pick<Database, 'pool'>,
  scope: StopScope,
): Promise<StandingStop | null> {
  const [row] = await rowsOf(db, STANDING, [scope]);
  return row === undefined ? null : standingStop.parse(row);
}

/** As the transaction sees it by now. */
export async function readStandingStopIn(tx: Transaction, scope: StopScope): Promise<StandingStop | null> {
  const [row] = await tx.$queryRawUnsafe<(Omit<StandingStop, 'at'> & { readonly at: Date })[]>(
    STANDING,
    scope,
  );
  return row === undefined ? null : standingStop.parse({ ...row, at: row.at.toISOString() });
}

/** Live workers, and how many of them do not act by this epoch yet. One whose lease has run out can send nothing. */
export async function readObedience(
  db: Pick<Database, 'pool'>,
  epoch: number,
): Promise<{ readonly live: number; readonly pending: number }> {
  const [row] = await rowsOf<{ live: number; pending: number }>(db, WORKERS, [epoch]);
  return row ?? { live: 0, pending: 0 };
}

export async function listInFlight(
  db: Pick<Database, 'pool'>,
  limit: number,
  of: { readonly kind: 'model' | 'tool'; readonly name: string } | null = null,
): Promise<{ readonly calls: readonly InFlightCall[]; readonly count: number }> {
  const rows = await rowsOf<{ total: number }>(db, IN_FLIGHT, [limit, of?.kind ?? null, of?.name ?? null]);
  const calls = rows.map(({ total: _, ...row }) => inFlightCall.parse(row));
  return { calls, count: rows[0]?.total ?? 0 };
}

const PAUSES = `SELECT substring(scope FROM 7) AS agent, epoch, set_by AS by, reason, set_at AS at FROM stop
  WHERE lifted_epoch IS NULL AND scope = ANY(SELECT 'agent:' || unnest($1::text[]))`;

/** By agent; only those that are paused. */
export async function readAgentPauses(
  db: Pick<Database, 'pool'>,
  agents: readonly string[],
): Promise<ReadonlyMap<string, StandingStop>> {
  const rows = await rowsOf<{ agent: string }>(db, PAUSES, [agents]);
  return new Map(rows.map((row) => [row.agent, standingStop.parse(row)]));
}
