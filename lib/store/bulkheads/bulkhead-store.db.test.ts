// Holds slots on PostgreSQL to what every store of slots promises, each test through two pools as two processes have them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bulkheadsConformance } from '@/lib/ports/bulkheads.conformance';
import type { CommitExit } from '@/lib/ports/run-store';
import { testSummary } from '@/lib/ports/testing/journal-builder';
import { anOwnedRun } from '@/lib/ports/testing/run-store-scenario';
import { type DatabaseHarness, openHarness } from '../runs/testing/harness';
import { createBulkheadStore } from './bulkhead-store';

let harness: DatabaseHarness;
let another: ReturnType<DatabaseHarness['openAnother']>;
beforeAll(async () => {
  harness = await openHarness();
  another = harness.openAnother();
});
afterAll(() => harness.close());

const doors = () => [createBulkheadStore(harness.db.pool), createBulkheadStore(another.db.pool)] as const;

bulkheadsConformance('PostgreSQL', async () => {
  const owners = new Map<string, string>();
  const leave = async ({ runId, fence }: { runId: string; fence: number }, exit: CommitExit) => {
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
    expect(await harness.store.commit({ runId, fence, ...none, exit })).toMatchObject({ exited: true });
  };
  const summary = testSummary(new Date().toISOString());
  return {
    doors: doors(),
    async claim() {
      const { runId, fence, workerId } = await anOwnedRun(harness);
      owners.set(runId, workerId);
      return { runId, fence };
    },
    loseWorker: async (runId) => harness.expireLease(owners.get(runId) ?? ''),
    park: (run) =>
      leave(run, {
        kind: 'park',
        waiting: { reason: 'timer', items: [] },
        dueAt: null,
        seenInputSeq: 0,
        summary,
      }),
    end: (run) =>
      leave(run, {
        kind: 'end',
        status: 'cancelled',
        output: null,
        error: null,
        summary,
        finishedAt: new Date().toISOString(),
        deadLetter: null,
      }),
    keepApart: (runId) => harness.asOwner(`UPDATE run SET lost_owners = 2 WHERE id = '${runId}'`),
    async pass(ms) {
      await harness.asOwner(
        `UPDATE bulkhead_waiter SET asks_by = asks_by - interval '${ms} milliseconds', woken_at = woken_at - interval '${ms} milliseconds'`,
      );
    },
    close: () => harness.asOwner('TRUNCATE bulkhead_slot, bulkhead_waiter'),
  };
});

describe('slots on PostgreSQL under a crowd', () => {
  it('never has more calls under way than the limit, with eight runs on each of two processes asking at once', async () => {
    const [one, other] = doors();
    const runs = await Promise.all(Array.from({ length: 16 }, () => anOwnedRun(harness)));
    let underWay = 0;
    let most = 0;
    let calls = 0;
    await Promise.all(
      runs.map(async ({ runId, fence }, i) => {
        const door = i % 2 === 0 ? one : other;
        for (let round = 0; round < 30; round++) {
          const asked = { key: 'tool:crowded', limit: 4, runId, fence, step: 2, asksAgainMs: 1_000 };
          const slot = await door.take(asked);
          if (slot === null) continue;
          underWay += 1;
          calls += 1;
          most = Math.max(most, underWay);
          await harness.db.pool.query('SELECT 1');
          underWay -= 1;
          await door.release(slot);
        }
      }),
    );
    expect(calls).toBeGreaterThan(30);
    expect(most).toBeLessThanOrEqual(4);
  });

  it('gives one slot to one of many that saw it free at the same moment', async () => {
    const [one, other] = doors();
    const runs = await Promise.all(Array.from({ length: 12 }, () => anOwnedRun(harness)));
    for (let round = 0; round < 60; round++) {
      const key = `tool:round-${round}`;
      const ask = (i: number, run = runs[i]) => {
        if (run === undefined) throw new Error('there are twelve runs');
        const { runId, fence } = run;
        const asked = { key, limit: 1, runId, fence, step: 2, asksAgainMs: 1_000 };
        return (i % 2 === 0 ? one : other).take(asked);
      };
      const first = await ask(0);
      await ask(1); // each process knows of the slot from here on
      if (first !== null) await one.release(first);
      await harness.asOwner('TRUNCATE bulkhead_waiter');
      const given = await Promise.all(runs.map((_, i) => ask(i)));
      expect(given.filter((slot) => slot !== null)).toHaveLength(1);
    }
  });
});
