// A process of its own that spends from budgets: workers with a run each, whose attempts are held with a commit and settled when it is told to.
import type { NewHold } from '../../../ports/budget-ledger';
import { newTestRun } from '../../../ports/testing/journal-builder';
import {
  claimAs,
  commitOn,
  following,
  isoFromNow,
  type OwnedRun,
} from '../../../ports/testing/run-store-scenario';
import { createTestIds } from '../../../ports/testing/test-ids';
import { openDatabase } from '../../database';
import { createRunStore } from '../../run-store';
import { systemClock } from '../../runs/testing/harness';
import { answerCalls } from '../../testing/other-process';
import { createBudgetLedger } from '../budget-ledger';

const SCOPES = ['global', 'agent:refunds'];
const ASKS_AGAIN_MS = 20;
/** As many ask at once. */
const LANES = 8;

export type SpenderCalls = {
  /** As many workers, each with a run that it claimed. */
  readonly prepare: (runs: number, leaseMs: number) => Promise<void>;
  /** Each run tries one hold of so much. @returns how many passed. */
  readonly hold: (microUsd: number) => Promise<number>;
  /** All that is held, at this cost; what was not needed is given back. @returns how many. */
  readonly settle: (costMicroUsd: number) => Promise<number>;
  /** One more worker is granted this and holds nothing. @returns what it was told. */
  readonly grant: (microUsd: number, leaseMs: number) => Promise<string>;
  readonly heldRuns: () => Promise<string[]>;
  readonly close: () => Promise<void>;
};

const [url = '', seed = '1'] = process.argv.slice(2);
const db = openDatabase({ url, size: 6 });
const store = createRunStore({ ...db, clock: systemClock, runtimeVersion: 'test' });
const ledger = createBudgetLedger(db.pool);
const ids = createTestIds(Date.now() + Number(seed) * 1_000_000);
const runs = new Map<string, OwnedRun>();
const held = new Map<string, NewHold>();
let steps = 0;

async function commit(run: OwnedRun, over: Parameters<typeof commitOn>[1]): Promise<void> {
  const made = commitOn(run, over);
  const { status } = await store.commit(made);
  if (status !== 'committed') throw new Error(`a commit was ${status}`);
  runs.set(run.runId, following(run, made));
}

const ask = (workerId: string, microUsd: number) =>
  ledger.grant({ workerId, scopes: SCOPES, leastMicroUsd: microUsd, mostMicroUsd: microUsd });

async function aWorker(leaseMs: number): Promise<string> {
  const workerId = ids.timeOrdered();
  await store.register(workerId, 'test', leaseMs, 0);
  return workerId;
}

async function tryOne(run: OwnedRun, microUsd: number): Promise<boolean> {
  for (;;) {
    const answer = await ask(run.workerId, microUsd);
    if (answer.status === 'refused') return false;
    if (answer.status === 'recalling') {
      await systemClock.sleep(ASKS_AGAIN_MS);
      continue;
    }
    steps += 1;
    const hold: NewHold = {
      runId: run.runId,
      step: steps,
      attempt: 1,
      called: 'model',
      name: 'demo',
      version: 1,
      allowances: answer.allowances.map(({ id }) => id),
      heldMicroUsd: microUsd,
      at: isoFromNow(0),
    };
    await commit(run, { holds: [hold] });
    held.set(run.runId, hold);
    return true;
  }
}

answerCalls({
  async prepare(count, leaseMs) {
    await Promise.all(
      Array.from({ length: count }, async () => {
        const runId = ids.timeOrdered();
        await store.createRun(newTestRun(runId, 'refunds', isoFromNow(-60_000)));
        const run = await claimAs({ store }, await aWorker(leaseMs), runId);
        if (run === null) throw new Error('a queued run can be claimed');
        runs.set(runId, run);
      }),
    );
  },
  async hold(microUsd) {
    const free = [...runs.values()].filter(({ runId }) => !held.has(runId));
    let passed = 0;
    const lane = async () => {
      for (let run = free.pop(); run !== undefined; run = free.pop())
        if (await tryOne(run, microUsd)) passed += 1;
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    return passed;
  },
  async settle(costMicroUsd) {
    const all = [...held];
    held.clear();
    await Promise.all(
      all.map(async ([runId, { step, attempt }]) => {
        const run = runs.get(runId);
        if (run === undefined) throw new Error('what is held has a run');
        const at = isoFromNow(0);
        const charge = { costMicroUsd, estimated: false, outcome: 'succeeded', usage: null, at } as const;
        await commit(run, { settlements: [{ runId, step, attempt, ...charge }] });
        const mine = await ledger.tend(run.workerId, []);
        await ledger.tend(
          run.workerId,
          mine.map(({ id, freeMicroUsd }) => ({ allowance: id, microUsd: freeMicroUsd })),
        );
      }),
    );
    return all.length;
  },
  grant: async (microUsd, leaseMs) => (await ask(await aWorker(leaseMs), microUsd)).status,
  heldRuns: async () => [...held.keys()],
  close: () => db.close(),
} satisfies SpenderCalls);
