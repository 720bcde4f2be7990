// Knows what a worker owns by the rows alone, for one that lost the answer to a claim.
import type { Pool } from 'pg';
import type { ClaimedRun } from '../../ports/run-claims';
import { storeError } from '../store-errors';

const OWNED = `SELECT r.id AS "runId", r.fence FROM run r JOIN worker w ON w.id = r.worker_id
  WHERE r.status = 'running' AND r.worker_id = $1 AND w.retired_at IS NULL AND w.lease_until > now() AND w.registered_at <= r.claimed_at`;

export async function ownedRuns(pool: Pool, workerId: string): Promise<ClaimedRun[]> {
  try {
    return (await pool.query<ClaimedRun>({ name: 'owned_runs', text: OWNED, values: [workerId] })).rows;
  } catch (error) {
    throw storeError(error, 'owned runs');
  }
}
