import { runStoreConformance } from '@/lib/ports/run-store.conformance';
import type { RunStoreHarness } from '@/lib/ports/run-store-harness';
import { effectLedgerProperty } from '@/lib/ports/testing/effect-ledger-property';
import { TEST_ACTOR } from '@/lib/ports/testing/journal-builder';
import { sha256 } from '@/lib/ports/testing/sha256';
import { MemoryRunStore } from './memory-run-store';

const wallClock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  sleep: () => Promise.resolve(),
};

const REDRIVE = { type: 'redrive', by: TEST_ACTOR, reason: 'test', limits: {} } as const;

async function open(): Promise<RunStoreHarness> {
  const store = new MemoryRunStore(wallClock, sha256);
  return {
    store,
    leases: store,
    stops: store.stops,
    prepareAgent: async () => {},
    limitAgent: async (name, concurrency) => void store.places.limits.set(name, concurrency),
    appendInput: async (runId, input) => store.appendInput(runId, input),
    sendEvent: async ({ runId = null, ...event }) => store.events.send({ ...event, runId, by: TEST_ACTOR }),
    setStop: async (scope) => void store.stops.set(scope, TEST_ACTOR, 'test'),
    liftStop: async (scope) => void store.stops.lift(scope),
    expireLease: async (workerId) => store.expireLease(workerId),
    agePark: async (runId, ms) => {
      const run = store.runs.get(runId);
      if (run) run.parkedAtMs = (run.parkedAtMs ?? 0) - ms;
    },
    readRun: async (runId) => store.runs.get(runId) ?? null,
    readApprovalStatus: async (id) => store.approvals.get(id)?.status ?? null,
    readEffect: async (id) => store.effects.read(id),
    redrive: async (runId) => store.redrive(runId, REDRIVE),
    readDeadLetters: async (runId) => store.letters.filter((letter) => letter.runId === runId),
    close: async () => {},
  };
}

runStoreConformance('MemoryRunStore', open);
effectLedgerProperty(open, { histories: 300, acts: 14 });
