// A raise and the end of a bound's time are in one order: what was accepted is heard, and who comes later is told.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SYSTEM_ACTOR } from '../../domain/principal';
import type { RunInput } from '../../domain/run-input';
import { TEST_ACTOR } from '../../ports/testing/journal-builder';
import {
  anOwnedRun,
  aWorker,
  claimAs,
  commitOn,
  failing,
  parked,
} from '../../ports/testing/run-store-scenario';
import { inTransaction } from '../database';
import { type DatabaseHarness, openHarness } from '../runs/testing/harness';
import { addRunInput } from './add-run-input';

let harness: DatabaseHarness;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness.close());

const EXPIRED = { type: 'bound_expired', by: SYSTEM_ACTOR } as const;
const RAISE = { type: 'resume', by: TEST_ACTOR, reason: 'Go on.', limits: { maxSteps: 99 } } as const;
const add = (runId: string, input: RunInput) =>
  inTransaction(harness.db, 'add', (tx) => addRunInput(tx, runId, input, randomUUID()));

async function atBound() {
  const run = await anOwnedRun(harness);
  const items = [{ kind: 'limit', id: 'steps', until: new Date().toISOString() }];
  await harness.store.commit(commitOn(run, { exit: parked({ waiting: { reason: 'limit', items } }) }));
  return run;
}

describe('a bound whose time is over', () => {
  it('can not be raised any more, and the run can still be cancelled', async () => {
    const { runId } = await atBound();
    await harness.store.tellRun(runId, EXPIRED, 'bound:0', 0);
    expect(await add(runId, RAISE)).toEqual({ status: 'too_late' });
    expect(await add(runId, { type: 'cancel', by: TEST_ACTOR, reason: 'Not needed.' })).toMatchObject({
      status: 'added',
    });
  });

  it('is either raised or over, whoever asks at the same moment', async () => {
    const seen = new Set<string>();
    for (let round = 0; round < 25; round++) {
      const { runId } = await atBound();
      const other = harness.openAnother();
      const [told, added] = await Promise.all([
        other.store.tellRun(runId, EXPIRED, 'bound:0', 0),
        add(runId, RAISE),
      ]);
      expect(added.status).toBe(told ? 'too_late' : 'added');
      const types = (await harness.store.readInputs(runId, 0)).map(({ input }) => input.type);
      expect(types).toEqual([told ? 'bound_expired' : 'resume']);
      seen.add(added.status);
    }
    expect(seen.size).toBeGreaterThan(0);
  });

  it('says that the run has ended once it has, and is raised again after a redrive', async () => {
    const run = await atBound();
    await harness.store.tellRun(run.runId, EXPIRED, 'bound:0', 0);
    const again = await claimAs(harness, await aWorker(harness), run.runId);
    if (again === null) throw new Error('a run that was told something can be claimed');
    await harness.store.commit(failing(again));
    expect(await add(run.runId, RAISE)).toEqual({ status: 'ended' });
    expect(await harness.redrive(run.runId)).toBe(2);
    expect(await add(run.runId, RAISE)).toMatchObject({ status: 'added' });
  });
});
