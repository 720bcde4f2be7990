// The other side of the door of a run store in memory: commands, time, a look at the records.
import type { RunStoreHarness } from '@/lib/ports/run-store-harness';
import { TEST_ACTOR } from '@/lib/ports/testing/journal-builder';
import type { MemoryRunStore } from './memory-run-store';

const REDRIVE = { type: 'redrive', by: TEST_ACTOR, reason: 'test', limits: {} } as const;

export function memoryHarness(store: MemoryRunStore): RunStoreHarness {
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
    async agePark(runId, ms) {
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
