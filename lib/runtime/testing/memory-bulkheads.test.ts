import { bulkheadsConformance } from '@/lib/ports/bulkheads.conformance';
import { newTestRun, testSummary } from '@/lib/ports/testing/journal-builder';
import { sha256 } from '@/lib/ports/testing/sha256';
import { createTestIds } from '@/lib/ports/testing/test-ids';
import { VirtualClock } from '@/lib/ports/testing/virtual-clock';
import { MemoryBulkheads } from './memory-bulkheads';
import { isApartIn } from './memory-lost-owners';
import { MemoryRunStore } from './memory-run-store';

bulkheadsConformance('memory', async () => {
  const clock = new VirtualClock();
  const store = new MemoryRunStore(clock, sha256);
  const ids = createTestIds(clock.now());
  const bulkheads = new MemoryBulkheads(clock, {
    isClaimed: (runId, fence) => store.isClaimed(runId, fence),
    isOver: (runId) => store.isOver(runId),
    isApart: (runId) => isApartIn(store.runs, runId),
  });
  const exit = { summary: testSummary(new Date(clock.now()).toISOString()), seenInputSeq: 0 };
  const leave = async (
    { runId, fence }: { runId: string; fence: number },
    how: Parameters<MemoryRunStore['commit']>[0]['exit'],
  ) => {
    const none = {
      rows: [],
      effectClaims: [],
      effectCompletions: [],
      approvals: [],
      closedApprovals: [],
      openedWaits: [],
      closedWaits: [],
      holds: [],
      settlements: [],
    };
    await store.commit({ runId, fence, ...none, exit: how });
  };
  return {
    doors: [bulkheads, bulkheads],
    async claim() {
      const runId = ids.timeOrdered();
      await store.createRun(newTestRun(runId, 'refunds', new Date(clock.now()).toISOString()));
      const workerId = ids.timeOrdered();
      await store.register(workerId, 'test', 3_600_000, 0);
      const claimed = await store.claimRun(workerId, runId);
      if (claimed === null) throw new Error('a queued run can be claimed');
      return claimed;
    },
    loseWorker: async (runId) => store.expireLease(store.runs.get(runId)?.owner ?? ''),
    park: (run) =>
      leave(run, { kind: 'park', waiting: { reason: 'timer', items: [] }, dueAt: null, ...exit }),
    end: (run) =>
      leave(run, {
        kind: 'end',
        status: 'cancelled',
        output: null,
        error: null,
        summary: exit.summary,
        finishedAt: new Date(clock.now()).toISOString(),
        deadLetter: null,
      }),
    keepApart: async (runId) => {
      const run = store.runs.get(runId);
      if (run !== undefined) run.lostOwners = 2;
    },
    pass: (ms) => clock.pass(ms),
    close: async () => {},
  };
});
