// Knows which runs' rows somebody else holds, so that a commit that needs one waits apart from all others.
import type { Pool } from 'pg';
import type { Clock } from '../../ports/clock';

const HELD = `SELECT asked.id::text AS id FROM unnest($1::uuid[]) asked(id) LEFT JOIN LATERAL (
    SELECT r.id FROM run r WHERE r.id = asked.id FOR NO KEY UPDATE SKIP LOCKED) free ON true
  WHERE free.id IS NULL`;

/** Those of the runs whose rows can not be locked now. @throws what the driver throws. */
export async function heldRuns(pool: Pool, runIds: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ id: string }>({ name: 'held_runs', text: HELD, values: [runIds] });
  return new Set(rows.map(({ id }) => id));
}

const LOOKS_AFTER_MS = [100, 200, 400, 600, 800, 1_000, 1_000, 1_000];

/** Never holds a connection while it waits. @returns false when the row is held for longer than a commit may wait. */
export async function untilFree(pool: Pool, clock: Clock, runId: string): Promise<boolean> {
  for (const ms of LOOKS_AFTER_MS) {
    await clock.sleep(ms);
    const held = await heldRuns(pool, [runId]).catch(() => null);
    if (held?.size === 0) return true;
  }
  return false;
}
