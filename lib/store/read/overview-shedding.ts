// Knows which agents refuse new runs at this moment. Looks only at agents that declare a bound, by the index of due runs.
import type { Pool } from 'pg';
import type { OverviewShape } from '../../contract/overview';
import { isShed } from '../../domain/shedding';

type Shedding = Omit<OverviewShape['shedding'][number], 'forms'>;

const SHOWN_MOST = 8;

/** A stop holds the runs of an agent back by itself: then nothing is refused for their age. */
const SHEDDING = `SELECT g.name AS agent, floor(extract(epoch FROM now() - d.oldest) * 1000)::float8 AS "oldestMs", b.bound AS "shedAfterMs",
    d.oldest + make_interval(secs => b.bound::float8 / 1000) AS since, d.due
  FROM agent g
    JOIN agent_version v ON v.name = g.name AND v.version = g.active_version
    CROSS JOIN LATERAL (SELECT (v.definition->>'shedAfterMs')::int AS bound) b
    CROSS JOIN LATERAL (SELECT min(r.due_at) AS oldest, count(*)::int AS due FROM run r
      WHERE r.agent = g.name AND NOT is_dry_run(r.id) AND r.status IN ('queued', 'waiting') AND r.due_at IS NOT NULL AND r.due_at <= now()) d
  WHERE b.bound IS NOT NULL AND d.oldest < now() - make_interval(secs => b.bound::float8 / 1000)
    AND NOT EXISTS (SELECT 1 FROM stop s WHERE s.lifted_epoch IS NULL AND s.scope IN ('global', 'agent:' || g.name))
  ORDER BY d.oldest, g.name LIMIT ${SHOWN_MOST}`;

export async function sheddingAgents(pool: Pool): Promise<OverviewShape['shedding']> {
  const { rows } = await pool.query<Shedding>({ name: 'overview_shedding', text: SHEDDING });
  return rows.filter((row) => isShed(row, 'api')).map((row) => ({ ...row, forms: isShed(row, 'form') }));
}
