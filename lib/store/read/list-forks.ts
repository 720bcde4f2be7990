// Knows which runs were forked from one.
import { z } from 'zod';
import { runStatus } from '../../domain/run';
import type { Database } from '../database';
import { storeError } from '../store-errors';

const record = z.object({
  id: z.string(),
  status: runStatus,
  version: z.number().int(),
  by: z.string(),
  createdAt: z.union([z.string(), z.date()]).transform((at) => new Date(at).toISOString()),
});
export type ForkRecord = z.infer<typeof record>;

const FORKS = `SELECT id::text AS id, status, agent_version AS version, started_by->>'label' AS by, created_at AS "createdAt"
  FROM run WHERE forked_from = $1 ORDER BY id DESC LIMIT 200`;

/** Newest first. */
export async function listForks(db: Pick<Database, 'pool'>, runId: string): Promise<ForkRecord[]> {
  try {
    const { rows } = await db.pool.query({ name: 'list_forks', text: FORKS, values: [runId] });
    return rows.map((row) => record.parse(row));
  } catch (error) {
    throw storeError(error, 'list forks');
  }
}
