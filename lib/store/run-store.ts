// Knows the runtime's two ports on PostgreSQL: runs and worker leases. The statements stand in runs/, one operation a file.
import type { Pool } from 'pg';
import type { Clock } from '../ports/clock';
import type { RunStore } from '../ports/run-store';
import type { WorkerLeases } from '../ports/worker-leases';
import { tellLeak } from './alerts/tell-leak';
import { tellSecrets } from './alerts/tell-secrets';
import { contactsOn } from './events/claim-contact';
import { endWaits } from './events/end-waits';
import { matchEvents } from './events/match-events';
import { anyApart, claimApart, claimCancelled, claimDry, claimDue, claimRun } from './runs/claim-runs';
import { condemnRun } from './runs/condemn-run';
import { createRun } from './runs/create-run';
import { heldBy, wakeWaiting } from './runs/effect-waits';
import { endWindows } from './runs/end-windows';
import { expireApprovals } from './runs/expire-approvals';
import { createGroupCommit } from './runs/group-commit';
import { hastenRuns } from './runs/hasten-runs';
import { loadJournal, readInputs } from './runs/load-journal';
import { loadTail } from './runs/load-tail';
import { ownedRuns } from './runs/owned-runs';
import { tellRun } from './runs/tell-run';
import { createWorkerLeases } from './runs/worker-leases';
import { readReviewRate } from './sampling/review-rate';
import { sumsInWindows } from './windows/sums-in-windows';

export type RunStoreOptions = {
  readonly pool: Pool;
  /** For commits and claims alone. */
  readonly hotPool: Pool;
  readonly clock: Clock;
  /** Stands in each claim row. */
  readonly runtimeVersion: string;
};

/** One per process, so that its commits share statements. Holds no connection of its own; the pools' owner closes them. */
export function createRunStore({
  pool,
  hotPool,
  clock,
  runtimeVersion,
}: RunStoreOptions): RunStore & WorkerLeases {
  const claimer = { pool: hotPool, runtimeVersion };
  return {
    ...createWorkerLeases(pool),
    createRun: (run) => createRun(pool, run),
    claimDue: (workerId, limit) => claimDue(claimer, workerId, limit),
    claimRun: (workerId, runId, free) => claimRun(claimer, workerId, runId, free ?? null),
    claimCancelled: (workerId, limit) => claimCancelled(claimer, workerId, limit),
    claimDry: (workerId, limit, runId) => claimDry(claimer, workerId, limit, runId ?? null),
    claimApart: (workerId) => claimApart(claimer, workerId),
    anyApart: () => anyApart(pool),
    ownedRuns: (workerId) => ownedRuns(pool, workerId),
    loadJournal: (runId) => loadJournal(pool, runId),
    loadTail: (runId) => loadTail(pool, runId),
    readInputs: (runId, afterInputSeq) => readInputs(pool, runId, afterInputSeq),
    commit: createGroupCommit({ pool, hotPool, clock }),
    condemn: (run, why) => condemnRun(pool, run, why),
    hasten: (runIds) => hastenRuns(pool, runIds),
    tellRun: (...told) => tellRun(pool, ...told),
    tellLeak: (leak, id) => tellLeak(pool, leak, id),
    tellSecrets: (seen, nextId) => tellSecrets(pool, seen, nextId),
    heldBy: (claim) => heldBy(pool, claim),
    wakeWaiting: (places) => wakeWaiting(pool, places),
    matchEvents: (keys) => matchEvents(pool, keys),
    contactsOn: (key) => contactsOn(pool, key),
    reviewRate: (agent, tool) => readReviewRate(pool, agent, tool),
    sumsIn: (asked, own) => sumsInWindows(pool, asked, own),
    endWaits: (limit, onFailure) => endWaits(pool, limit, onFailure),
    expireApprovals: async (limit, onFailure) => [
      ...(await expireApprovals(pool, limit, onFailure)),
      ...(await endWindows(pool, limit, onFailure)),
    ],
  };
}
