// Holds the effect ledger to one execution a key, under many callers in two processes' worth of pools.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommitOutcome, RunStore } from '../ports/run-store';
import { anOwnedRun, claimOf, commitOn, following, type OwnedRun } from '../ports/testing/run-store-scenario';
import { type DatabaseHarness, openHarness } from './runs/testing/harness';

const CALLERS = 40;
const KEYS = 200;
const RESPONSE = { refund: 'R-1' };

describe('the effect ledger', () => {
  let harness: DatabaseHarness;
  beforeAll(async () => {
    harness = await openHarness();
  });
  afterAll(() => harness.close());

  it(`executes each of ${KEYS} keys once for ${CALLERS} concurrent callers`, async () => {
    const stores = [harness.store, harness.openAnother().store];
    const runs = await Promise.all(Array.from({ length: CALLERS }, () => anOwnedRun(harness)));
    const executions = new Map<string, number>();
    const results: unknown[] = [];
    let waited = 0;

    async function callAll(store: RunStore, start: OwnedRun, caller: number): Promise<void> {
      let run = start;
      let step = 1;
      const commit = async (over: Parameters<typeof commitOn>[1]): Promise<CommitOutcome> => {
        const one = commitOn(run, over);
        const outcome = await store.commit(one);
        run = following(run, one);
        return outcome;
      };
      // Everybody begins at one of two places, so that each key is asked for by many at once.
      const order = Array.from({ length: KEYS }, (_, i) => (i + (caller % 2) * 100) % KEYS);
      const open = new Set(order);
      while (open.size > 0) {
        for (const index of open) {
          const id = { scope: 'tool:payments.refund', key: `order:${index}` };
          step += 1;
          const outcome = await commit({ effectClaims: [claimOf(run, { ...id, step })] });
          const said = outcome.status === 'committed' ? outcome.claims[0] : undefined;
          if (said?.status === 'replay') results.push(said.response);
          if (said?.status === 'in_flight') waited += 1;
          if (said?.status === 'replay') open.delete(index);
          if (said?.status !== 'claimed') continue;
          executions.set(id.key, (executions.get(id.key) ?? 0) + 1);
          const owner = { ...id, runId: run.runId, step, fence: run.fence };
          await commit({
            effectCompletions: [
              { ...owner, status: 'succeeded', response: RESPONSE, tainted: false, privateData: false },
            ],
          });
          open.delete(index);
        }
      }
    }
    await Promise.all(
      runs.map((run, caller) => callAll(stores[caller % stores.length] ?? harness.store, run, caller)),
    );

    expect(waited).toBeGreaterThan(0);
    expect(executions.size).toBe(KEYS);
    expect([...executions.values()].every((count) => count === 1)).toBe(true);
    expect(results).toHaveLength(CALLERS * KEYS - KEYS);
    expect(results.every((result) => JSON.stringify(result) === JSON.stringify(RESPONSE))).toBe(true);
    const { rows } = await harness.db.pool.query(
      `SELECT count(*)::int AS keys, max(attempts) AS attempts, count(*) FILTER (WHERE status = 'succeeded')::int AS succeeded
       FROM effect WHERE scope = 'tool:payments.refund'`,
    );
    expect(rows).toEqual([{ keys: KEYS, attempts: 1, succeeded: KEYS }]);
  }, 120_000);

  it('keeps a response that holds NUL, and gives it again to the letter', async () => {
    const response = { text: 'a\u0000b', unpaired: 'é' };
    const run = await anOwnedRun(harness);
    const id = { scope: 'tool:nul', key: 'k' };
    const claim = commitOn(run, { effectClaims: [claimOf(run, id)] });
    await harness.store.commit(claim);
    const owner = { ...id, runId: run.runId, step: 2, fence: run.fence };
    await harness.store.commit(
      commitOn(following(run, claim), {
        effectCompletions: [{ ...owner, status: 'succeeded', response, tainted: true, privateData: true }],
      }),
    );
    const other = await anOwnedRun(harness);
    const outcome = await harness.store.commit(commitOn(other, { effectClaims: [claimOf(other, id)] }));
    expect(outcome).toMatchObject({
      claims: [{ status: 'replay', response, tainted: true, privateData: true }],
    });
  });

  it('refuses to delete an effect or change a settled vote of history, as the app and as the owner', async () => {
    for (const statement of [
      'DELETE FROM effect',
      'UPDATE checkpoint SET seq = seq',
      'DELETE FROM checkpoint',
      'UPDATE audit_event SET reason = reason',
      'DELETE FROM approval_decision',
      'UPDATE agent_version SET hash = hash',
      'TRUNCATE checkpoint',
    ]) {
      await expect(harness.db.pool.query(statement)).rejects.toThrow(/permission denied/);
      await expect(harness.asOwner(statement)).rejects.toThrow(/append-only/);
    }
  });
});
