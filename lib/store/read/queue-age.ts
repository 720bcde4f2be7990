// Knows how long the oldest due run of an agent has waited for a worker: one look at the index of due runs, whatever the backlog.
import type { Database } from '../database';
import { storeError } from '../store-errors';

export type QueueAge = {
  /** Milliseconds; null where none is due, or a stop holds them all. */
  readonly oldestMs: number | null;
  /** As the active version says; null: nothing is refused for it. */
  readonly shedAfterMs: number | null;
  /** How many of its runs may be running at once; null: no limit. */
  readonly concurrency: number | null;
};

const READ = `SELECT (CASE WHEN EXISTS (SELECT 1 FROM stop s WHERE s.lifted_epoch IS NULL AND s.scope IN ('global', 'agent:' || g.name)) THEN NULL ELSE
      (SELECT floor(extract(epoch FROM now() - d.due_at) * 1000) FROM run d
        WHERE d.agent = g.name AND NOT is_dry_run(d.id) AND d.status IN ('queued', 'waiting') AND d.due_at IS NOT NULL AND d.due_at <= now() ORDER BY d.due_at LIMIT 1)
    END)::float8 AS "oldestMs", (v.definition->>'shedAfterMs')::int AS "shedAfterMs", g.concurrency
  FROM agent g JOIN agent_version v ON v.name = g.name AND v.version = g.active_version WHERE g.name = $1`;

/** Null where there is no agent of that name. */
export async function readQueueAge(
  { pool }: Pick<Database, 'pool'>,
  agent: string,
): Promise<QueueAge | null> {
  try {
    const { rows } = await pool.query<QueueAge>({ name: 'queue_age', text: READ, values: [agent] });
    return rows[0] ?? null;
  } catch (error) {
    throw storeError(error, 'read the age of a queue');
  }
}
