// Knows which runs undo what a run did, and how far the ledger says they are.
import { z } from 'zod';
import { type CompensationCause, compensationCause } from '../../domain/compensation';
import { type RunStatus, runStatus } from '../../domain/run';
import type { Database } from '../database';
import { storeError } from '../store-errors';

/** Columns of a compensation; what it does stands in its input, which is written with its first row. */
export const COMPENSATION_COLUMNS = `id::text AS id, status, input->>'cause' AS cause,
  coalesce((SELECT json_agg((planned->>'step')::int) FROM json_array_elements(input->'steps') planned), '[]'::json) AS steps,
  created_at, finished_at`;
const RUNS = `SELECT ${COMPENSATION_COLUMNS} FROM run WHERE trigger->>'kind' = 'compensation' AND trigger->>'of' = $1 ORDER BY id`;
const UNDONE = `SELECT key, status, run_id::text AS run_id, step FROM effect WHERE scope = 'run' AND key = ANY($1::text[])`;

const instant = z.union([z.string(), z.date()]).transform((at) => new Date(at).toISOString());
const compensation = z.object({
  id: z.string(),
  status: runStatus,
  cause: compensationCause,
  steps: z.array(z.number().int()),
  created_at: instant,
  finished_at: instant.nullable(),
});

export type CompensationRecord = {
  readonly id: string;
  readonly status: RunStatus;
  readonly cause: CompensationCause;
  readonly steps: readonly number[];
  readonly createdAt: string;
  readonly finishedAt: string | null;
};

export function toCompensation(row: unknown): CompensationRecord {
  const { created_at: createdAt, finished_at: finishedAt, ...rest } = compensation.parse(row);
  return { ...rest, createdAt, finishedAt };
}

/** Oldest first. */
export async function compensationsOf(
  db: Pick<Database, 'pool'>,
  runId: string,
): Promise<CompensationRecord[]> {
  try {
    const { rows } = await db.pool.query({ name: 'compensations', text: RUNS, values: [runId] });
    return rows.map(toCompensation);
  } catch (error) {
    throw storeError(error, 'read compensations');
  }
}

export type UndoRecord = { readonly status: string; readonly runId: string; readonly step: number };

/** What stands in the ledger under these undo keys. */
export async function undoEffects(
  db: Pick<Database, 'pool'>,
  keys: readonly string[],
): Promise<ReadonlyMap<string, UndoRecord>> {
  if (keys.length === 0) return new Map();
  try {
    const { rows } = await db.pool.query<{ key: string; status: string; run_id: string; step: number }>({
      name: 'undo_effects',
      text: UNDONE,
      values: [keys],
    });
    return new Map(rows.map(({ key, status, run_id: runId, step }) => [key, { status, runId, step }]));
  } catch (error) {
    throw storeError(error, 'read undo effects');
  }
}
