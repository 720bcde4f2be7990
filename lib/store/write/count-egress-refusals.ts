// Knows how refused requests are counted: a row for each day, caller, host and code, and no more hosts a day than the bound, whoever asks for how many.
import type { EgressRefusal } from '../../domain/egress';
import { OTHER_HOSTS } from '../../domain/egress';
import { type Database, inTransaction } from '../database';

export type CountedRefusal = EgressRefusal & { readonly times: number };

/** Of one caller and day that have rows of their own; the others share one. */
export const MOST_HOSTS = 50;

/** One writer at a time: what the bound counts is there for the next one to see. */
const LOCK = `SELECT pg_advisory_xact_lock(hashtext('egress_refusal'))::text`;

const COUNT = `WITH given AS (
    SELECT g.*, (now() AT TIME ZONE 'UTC')::date AS day FROM jsonb_to_recordset($1::jsonb)
      AS g(place int, caller text, name text, host text, port int, code text, times bigint, run_id uuid, step int)
  ), known AS (
    SELECT DISTINCT r.caller, r.name, r.host FROM egress_refusal r JOIN given g ON (r.day, r.caller, r.name) = (g.day, g.caller, g.name)
    WHERE r.host <> $2
  ), fresh AS (
    SELECT g.caller, g.name, g.host, row_number() OVER (PARTITION BY g.caller, g.name ORDER BY min(g.place))
      + (SELECT count(*) FROM known k WHERE (k.caller, k.name) = (g.caller, g.name)) AS rank
    FROM given g WHERE g.host <> $2 AND NOT EXISTS (SELECT FROM known k WHERE (k.caller, k.name, k.host) = (g.caller, g.name, g.host))
    GROUP BY g.caller, g.name, g.host
  ), folded AS (
    SELECT g.day, g.caller, g.name, CASE WHEN f.rank > $3 THEN $2 ELSE g.host END AS host, g.code, g.port, g.times, g.run_id, g.step, g.place
    FROM given g LEFT JOIN fresh f ON (f.caller, f.name, f.host) = (g.caller, g.name, g.host)
  )
  INSERT INTO egress_refusal (day, caller, name, host, code, port, times, first_at, last_at, run_id, step)
  SELECT day, caller, name, host, code, (array_agg(port ORDER BY place DESC))[1], sum(times), now(), now(),
    (array_agg(run_id ORDER BY place DESC) FILTER (WHERE run_id IS NOT NULL))[1],
    (array_agg(step ORDER BY place DESC) FILTER (WHERE run_id IS NOT NULL))[1]
  FROM folded GROUP BY day, caller, name, host, code
  ON CONFLICT (day, caller, name, host, code) DO UPDATE SET times = egress_refusal.times + excluded.times,
    last_at = greatest(egress_refusal.last_at, excluded.last_at), port = excluded.port,
    run_id = coalesce(excluded.run_id, egress_refusal.run_id), step = CASE WHEN excluded.run_id IS NULL THEN egress_refusal.step ELSE excluded.step END`;

/** Adds to the day's rows, in the order given. @throws StoreUnavailableError */
export async function countEgressRefusals(
  db: Pick<Database, 'prisma'>,
  refusals: readonly CountedRefusal[],
): Promise<void> {
  const rows = refusals.map(({ caller, host, port, code, times }, place) => ({
    place,
    caller: caller.kind,
    name: caller.name,
    host: host.slice(0, 253),
    port,
    code,
    times,
    run_id: caller.asker?.runId ?? null,
    step: caller.asker?.step ?? null,
  }));
  await inTransaction(db, 'count refused requests', async (tx) => {
    await tx.$queryRawUnsafe(LOCK);
    await tx.$executeRawUnsafe(COUNT, JSON.stringify(rows), OTHER_HOSTS, MOST_HOSTS);
  });
}
