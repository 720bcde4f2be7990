// How every run store keeps agents from each other: never more running than an agent's limit, and no backlog takes all places of a worker.
import { describe, expect, it } from 'vitest';
import { moreRunsOf } from '../domain/bulkhead';
import type { Waiting } from '../domain/run';
import type { RunStoreHarness } from './run-store-harness';
import { testSummary } from './testing/journal-builder';
import { aQueuedRun, aWorker, isoFromNow } from './testing/run-store-scenario';

export function runPlacesConformance(harnessNow: () => RunStoreHarness): void {
  const queue = async (agent: string, count: number) => {
    const runs: string[] = [];
    for (let i = 0; i < count; i++) runs.push(await aQueuedRun(harnessNow(), agent, 60_000 - i * 1_000));
    return runs;
  };
  const park = ({ runId, fence }: { runId: string; fence: number }) => {
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
    const waiting: Waiting = { reason: 'timer', items: [] };
    const exit = { kind: 'park', waiting, dueAt: null, seenInputSeq: 0 } as const;
    const summary = testSummary(isoFromNow(3_600_000));
    return harnessNow().store.commit({ runId, fence, ...none, exit: { ...exit, summary } });
  };

  describe('an agent with a limit', () => {
    it('has no more runs running than that, whichever worker asks and however', async () => {
      const { store } = harnessNow();
      const runs = await queue('limited', 8);
      await harnessNow().limitAgent('limited', 2);
      const workers = await Promise.all([
        aWorker(harnessNow()),
        aWorker(harnessNow()),
        aWorker(harnessNow()),
      ]);
      const asked = await Promise.all([
        ...workers.map((worker) => store.claimDue(worker, 8)),
        ...runs.map(async (runId, i) => {
          const one = await store.claimRun(workers[i % 3] ?? '', runId);
          return one === null ? [] : [one];
        }),
      ]);
      const claimed = asked.flat();
      expect(claimed.length).toBeGreaterThan(0);
      expect(claimed.length).toBeLessThanOrEqual(2);
      const [worker = ''] = workers;
      claimed.push(...(await store.claimDue(worker, 8)));
      expect(claimed).toHaveLength(2);
      expect(await store.claimDue(worker, 8)).toEqual([]);
    });

    it('lets the next one run as soon as one has left its worker, the oldest first', async () => {
      const { store } = harnessNow();
      const [, second] = await queue('limited', 3);
      await harnessNow().limitAgent('limited', 1);
      const worker = await aWorker(harnessNow());
      const [first] = await store.claimDue(worker, 8);
      if (first === undefined) throw new Error('one may run');
      expect(await store.claimRun(worker, second ?? '')).toBeNull();
      await park(first);
      expect((await store.claimDue(worker, 8)).map(({ runId }) => runId)).toEqual([second]);
    });

    it('has the places of a lost worker back, and only those', async () => {
      const { store } = harnessNow();
      await queue('limited', 4);
      await harnessNow().limitAgent('limited', 2);
      const [lost, other] = [await aWorker(harnessNow()), await aWorker(harnessNow())];
      const before = await store.claimDue(lost, 8);
      expect(before).toHaveLength(2);
      await harnessNow().expireLease(lost);
      const after = await store.claimDue(other, 8);
      expect(after).toHaveLength(2);
      expect(await store.claimDue(await aWorker(harnessNow()), 8)).toEqual([]);
    });

    it('takes a lowered limit and a raised one at once', async () => {
      const { store } = harnessNow();
      await queue('limited', 6);
      await harnessNow().limitAgent('limited', 3);
      const worker = await aWorker(harnessNow());
      const three = await store.claimDue(worker, 20);
      expect(three).toHaveLength(3);
      await harnessNow().limitAgent('limited', 1);
      for (const run of three.slice(0, 2)) await park(run);
      expect(await store.claimDue(worker, 20)).toEqual([]);
      await harnessNow().limitAgent('limited', 4);
      expect(await store.claimDue(worker, 20)).toHaveLength(3);
    });

    it('does not hold up other agents', async () => {
      const { store } = harnessNow();
      await queue('limited', 6);
      const [free] = await queue('free', 1);
      await harnessNow().limitAgent('limited', 1);
      const claimed = await store.claimDue(await aWorker(harnessNow()), 8);
      expect(claimed).toHaveLength(2);
      expect(claimed.map(({ runId }) => runId)).toContain(free);
    });
  });

  describe('the places of a worker', () => {
    it('are not all taken by one agent, whatever its backlog: who comes later finds some', async () => {
      const { store } = harnessNow();
      const busy = await queue('busy', 20);
      const worker = await aWorker(harnessNow());
      const PLACES = 8;
      const first = await store.claimDue(worker, PLACES);
      expect(first).toHaveLength(moreRunsOf(0, PLACES));
      const free = PLACES - first.length;
      expect(free).toBeGreaterThan(0);
      expect(await store.claimDue(worker, free)).toEqual([]);
      expect(await store.claimRun(worker, busy.at(-1) ?? '', free)).toBeNull();
      const [lonely] = await queue('lonely', 1);
      expect((await store.claimDue(worker, free)).map(({ runId }) => runId)).toEqual([lonely]);
    });

    it('go first to the agent that has the fewest of them', async () => {
      const { store } = harnessNow();
      await queue('busy', 12);
      const worker = await aWorker(harnessNow());
      expect(await store.claimDue(worker, 4)).toHaveLength(3);
      const late = await queue('late', 3);
      const claimed = (await store.claimDue(worker, 3)).map(({ runId }) => runId);
      expect(claimed).toHaveLength(3);
      expect(claimed.slice(0, 2)).toEqual(late.slice(0, 2));
    });

    it('are open to one run of an agent that has none, down to the last', async () => {
      const { store } = harnessNow();
      await queue('busy', 2);
      expect(await store.claimDue(await aWorker(harnessNow()), 1)).toHaveLength(1);
    });
  });
}
