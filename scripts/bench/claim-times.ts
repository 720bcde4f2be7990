// How long a claim takes while a few runs are queued, and while there are very many: it should not tell.
import { systemClock } from '../../lib/adapters/system/system-clock';
import { createTestIds } from '../../lib/ports/testing/test-ids';
import { createRunStore } from '../../lib/store/run-store';
import { type Spread, spreadOf } from './figures';
import type { Ground } from './ground';
import { queueRuns } from './queue-runs';

const BACKLOGS = [100, 100_000];
/** Runs in one claim: one free place, and a whole worker's. */
const LOTS = [1, 64];
const CLAIMS = 60;
/** A worker that holds runs leaves its last places to agents of which it has none. */
const END_RUNNING = `UPDATE run SET status = 'succeeded', finished_at = now(), worker_id = NULL, claimed_at = NULL WHERE status = 'running'`;
const LEASE_MS = 3_600_000;

export type ClaimTime = { readonly queued: number; readonly lot: number; readonly ms: Spread };

export async function claimTimes({ db, owner }: Ground): Promise<ClaimTime[]> {
  const ids = createTestIds();
  const found: ClaimTime[] = [];
  for (const queued of BACKLOGS) {
    for (const lot of LOTS) {
      const store = createRunStore({
        pool: db.pool,
        hotPool: db.hotPool,
        clock: systemClock,
        runtimeVersion: 'bench',
      });
      const workerId = ids.timeOrdered();
      await store.register(workerId, 'bench', LEASE_MS, 0);
      const durations: number[] = [];
      for (let i = 0; i < CLAIMS; i += 1) {
        await queueRuns(owner, queued);
        const startedMs = performance.now();
        const claimed = await store.claimDue(workerId, lot);
        durations.push(performance.now() - startedMs);
        if (claimed.length !== lot) throw new Error(`${claimed.length} of ${lot} runs were claimed`);
        await owner.query(END_RUNNING);
      }
      // The first ones make plans.
      found.push({ queued, lot, ms: spreadOf(durations.slice(CLAIMS / 3)) });
    }
  }
  return found;
}
