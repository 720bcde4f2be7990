// The ticket race on PostgreSQL: two agents in two processes, each with a tool of its own, and a receiver that looks first and acts then.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TEST_ACTOR } from '../ports/testing/journal-builder';
import { EmbeddedDispatcher } from '../runtime/embedded-dispatcher';
import { foldJournal } from '../runtime/fold';
import { startRun } from '../runtime/start-run';
import { RuntimeBench, toolVersion } from '../runtime/testing/runtime-bench';
import { answers, finishes } from '../runtime/testing/scripted-model';
import { Worker } from '../runtime/worker';
import { createBudgetLedger } from '../store/budgets/budget-ledger';
import { waitUntil } from '../store/embedded/wait-until';
import { type DatabaseHarness, openHarness, systemClock } from '../store/runs/testing/harness';
import { createStopReader } from '../store/stop-reader';

const MAIL = { order_id: 'mail-7' };
const TOOLS = ['tickets.create', 'desk.open'] as const;
const GRACE_MS = 1_000;

let harness: DatabaseHarness;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness.close());

/** A process with a pool and a worker of its own; its agent knows one tool. */
function aProcess(tool: (typeof TOOLS)[number], call: RuntimeBench['ports']['tools']['call']) {
  const { store, db } = harness.openAnother();
  const bench = new RuntimeBench({
    tools: [toolVersion(tool, { resourceKey: 'ticket:{order_id}', timeoutMs: 60_000 })],
    turns: [answers({ tool, arguments: { ...MAIL, amount: tool.length } }), finishes('Done.')],
  });
  const ports = {
    ...bench.ports,
    store,
    leases: store,
    ledger: createBudgetLedger(db.pool),
    stops: createStopReader(db.pool),
    clock: systemClock,
    tools: { ...bench.ports.tools, call, lookUp: async () => null },
  };
  const worker = new Worker(ports, { host: tool, slots: 1, leaseMs: 30_000 });
  const dispatcher = new EmbeddedDispatcher(worker, ports);
  const start = async () => {
    const run = startRun(
      {
        agent: bench.agent,
        input: MAIL,
        labels: {},
        limits: {},
        trigger: { kind: 'api', by: 'test' },
        startedBy: TEST_ACTOR,
        inputTrust: 'trusted',
      },
      ports,
    );
    await store.createRun(run);
    await worker.advanceRunById(run.runId);
    return run.runId;
  };
  return { dispatcher, worker, start, errors: bench.errors };
}

it('of two agents on two processes makes one ticket', async () => {
  const tickets: string[] = [];
  let asked = 0;
  /** The first one acts only once the other run is seen to wait, so that the race is run in every run of this test. */
  const call: RuntimeBench['ports']['tools']['call'] = async ({ effectKey }) => {
    asked += 1;
    const isThere = tickets.length > 0;
    if (asked === 1) {
      const waits = await waitUntil(async () => (await waitingForTicket()).length > 0 || asked > 1, {
        withinMs: 30_000,
      });
      expect(waits).toBe(true);
    }
    if (!isThere) tickets.push(effectKey);
    return { made: !isThere };
  };
  const waitingForTicket = async () => {
    const { rows } = await harness.db.pool.query<{ run_id: string }>(
      `SELECT run_id FROM checkpoint WHERE convert_from(payload, 'UTF8') LIKE '%"by":"resource"%"ticket:mail-7"%'`,
    );
    return rows;
  };
  const processes = TOOLS.map((tool) => aProcess(tool, call));
  for (const { dispatcher, worker } of processes) {
    await dispatcher.start(async (runId) => void (await worker.advanceRunById(runId)));
    await waitUntil(() => worker.status().leaseHolds, { withinMs: 30_000 });
  }
  const runIds = await Promise.all(processes.map(({ start }) => start()));
  const states = await waitUntil(
    async () => {
      const folded = await Promise.all(
        runIds.map(async (id) => foldJournal(await harness.store.loadJournal(id))),
      );
      return folded.every(({ end }) => end !== null) && folded;
    },
    { withinMs: 30_000 },
  );
  await Promise.all(processes.map(({ dispatcher }) => dispatcher.stop(GRACE_MS)));
  expect(processes.flatMap(({ errors }) => errors)).toEqual([]);
  expect(tickets).toHaveLength(1);
  const steps = (states ?? []).map(({ steps: [, step] }) => step?.kind === 'tool' && step.result);
  expect(steps.map((result) => JSON.stringify(result)).toSorted()).toEqual([
    '{"made":false}',
    '{"made":true}',
  ]);
}, 60_000);
