// Holds resources to one effect at a time, under many callers in two processes' worth of pools, and the waking of waiters to an index.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommitOutcome, RunStore } from '../ports/run-store';
import { anOwnedRun, claimOf, commitOn, following, type OwnedRun } from '../ports/testing/run-store-scenario';
import { type DatabaseHarness, openHarness } from './runs/testing/harness';

const CALLERS = 40;
const RESOURCES = 6;
const EFFECTS_A_CALLER = 6;

describe('resources', () => {
  let harness: DatabaseHarness;
  beforeAll(async () => {
    harness = await openHarness();
  });
  afterAll(() => harness.close());

  it(`never carry two effects side by side, and lose none: ${CALLERS} callers, ${RESOURCES} resources`, async () => {
    const stores = [harness.store, harness.openAnother().store];
    const runs = await Promise.all(Array.from({ length: CALLERS }, () => anOwnedRun(harness)));
    const holders = new Map<string, string>();
    const sideBySide: string[] = [];
    let done = 0;
    let busy = 0;

    async function callAll(store: RunStore, start: OwnedRun, caller: number): Promise<void> {
      let run = start;
      const commit = async (over: Parameters<typeof commitOn>[1]): Promise<CommitOutcome> => {
        const one = commitOn(run, over);
        const outcome = await store.commit(one);
        run = following(run, one);
        return outcome;
      };
      for (let n = 0; n < EFFECTS_A_CALLER; n += 1) {
        // Two of them at once: a commit may ask for several, and get some.
        const wishes = [0, 1].map((i) => ({
          scope: 'tool:tickets.create',
          key: `${caller}:${n}:${i}`,
          resource: `ticket:${(caller + n + i * 2) % RESOURCES}`,
          step: 10 + n * 2 + i,
        }));
        let open = wishes;
        while (open.length > 0) {
          const outcome = await commit({ effectClaims: open.map((wish) => claimOf(run, wish)) });
          const claims = outcome.status === 'committed' ? outcome.claims : [];
          const mine = open.filter((_wish, i) => claims[i]?.status === 'claimed');
          busy += claims.filter(({ status }) => status === 'resource_busy').length;
          for (const { resource, key } of mine) {
            const other = holders.get(resource);
            if (other !== undefined) sideBySide.push(`${resource}: ${other} and ${key}`);
            holders.set(resource, key);
          }
          if (mine.length === 0) continue;
          for (const { resource } of mine) holders.delete(resource);
          await commit({
            effectCompletions: mine.map(({ scope, key, step, resource }) => ({
              ...{ scope, key, step, resource, runId: run.runId, fence: run.fence },
              ...{ status: 'succeeded', response: { key }, tainted: false, privateData: false },
            })),
          });
          done += mine.length;
          open = open.filter((wish) => !mine.includes(wish));
        }
      }
    }
    await Promise.all(
      runs.map((run, caller) => callAll(stores[caller % stores.length] ?? harness.store, run, caller)),
    );
    expect(sideBySide).toEqual([]);
    expect(done).toBe(CALLERS * EFFECTS_A_CALLER * 2);
    expect(busy).toBeGreaterThan(0);
    const { rows } = await harness.db.pool.query(
      `SELECT status, count(*)::int AS effects, count(resource)::int AS held FROM effect GROUP BY status`,
    );
    expect(rows).toEqual([{ status: 'succeeded', effects: done, held: 0 }]);
  }, 120_000);

  it('refuses a settled effect that still holds one', async () => {
    const run = await anOwnedRun(harness);
    await harness.store.commit(
      commitOn(run, { effectClaims: [claimOf(run, { key: 'held', resource: 'ticket:held' })] }),
    );
    const settle = `UPDATE effect SET status = 'succeeded', response = '\\x7b7d' WHERE key = 'held'`;
    await expect(harness.db.pool.query(settle)).rejects.toThrow(/effect_resource_while_open/);
  });
});
