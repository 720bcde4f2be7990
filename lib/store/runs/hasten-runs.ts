// Knows how parked runs are made due before their time, because what they wait for may be over.
import type { Pool } from 'pg';
import { storeError } from '../store-errors';
import { planName } from './plan-name';

/**
 * A row that somebody holds is passed over: the others do not wait for it, and it wakes at its own time. A run without a time waits for input alone and is left asleep. The column keeps
 * milliseconds: rounded up, the time would not have come yet.
 */
export const hasten = (
  which: string,
) => `UPDATE run SET due_at = date_trunc('milliseconds', now()) FROM (SELECT id FROM run
    WHERE ${which} AND status = 'waiting' AND due_at > now() FOR NO KEY UPDATE SKIP LOCKED) parked
  WHERE run.id = parked.id`;
const HASTEN = hasten('id = ANY($1::uuid[])');

export async function hastenRuns(pool: Pool, runIds: readonly string[]): Promise<void> {
  if (runIds.length === 0) return;
  try {
    await pool.query({ name: planName('hasten_runs'), text: HASTEN, values: [runIds] });
  } catch (error) {
    throw storeError(error, 'hasten runs');
  }
}
