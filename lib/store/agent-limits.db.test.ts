// Holds the limit of an agent's running runs against many claimers at once, each through a pool of its own as processes have them.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { agentDefinition } from '../domain/agent';
import { TEST_ACTOR, testSummary } from '../ports/testing/journal-builder';
import { aQueuedRun, aWorker, isoFromNow } from '../ports/testing/run-store-scenario';
import { inTransaction } from './database';
import { type DatabaseHarness, openHarness, sha256 } from './runs/testing/harness';
import { activateVersion, putVersion } from './write/put-version';

const LIMIT = 3;
const ROUNDS = 25;
let harness: DatabaseHarness;
let doors: readonly ReturnType<DatabaseHarness['openAnother']>[];
beforeAll(async () => {
  harness = await openHarness();
  doors = [harness.openAnother(), harness.openAnother()];
});
afterAll(() => harness.close());

it('is never exceeded while runs come and go, and everybody gets a turn', async () => {
  const RUNS = 60;
  for (let i = 0; i < RUNS; i++) await aQueuedRun(harness, 'limited', 60_000 - i);
  await harness.limitAgent('limited', LIMIT);
  const workers = await Promise.all(Array.from({ length: 6 }, () => aWorker(harness)));
  const turns = new Set<string>();
  let running = 0;
  let most = 0;
  const claimer = async (worker: string, place: number) => {
    const { store } = doors[place % 2] ?? harness;
    for (let round = 0; round < ROUNDS; round++) {
      const claimed = await store.claimDue(worker, 8);
      running += claimed.length;
      most = Math.max(most, running);
      for (const { runId, fence } of claimed) {
        turns.add(runId);
        await harness.db.pool.query('SELECT 1');
        running -= 1;
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
        const summary = testSummary(isoFromNow(3_600_000));
        const waiting = { reason: 'timer' as const, items: [] };
        await store.commit({
          runId,
          fence,
          ...none,
          exit: { kind: 'park', waiting, dueAt: null, seenInputSeq: 0, summary },
        });
      }
    }
  };
  await Promise.all(workers.map(claimer));
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThanOrEqual(LIMIT);
  for (const worker of workers) await claimer(worker, 0);
  expect(turns.size).toBe(RUNS);
});

it('lets one of many through that are woken at the same moment', async () => {
  const workers = await Promise.all(Array.from({ length: 12 }, () => aWorker(harness)));
  for (let round = 0; round < 40; round++) {
    const agent = `alone-${round}`;
    const runs = await Promise.all(workers.map(() => aQueuedRun(harness, agent)));
    await harness.limitAgent(agent, 1);
    const claims = await Promise.all(
      runs.map((runId, i) => (doors[i % 2] ?? harness).store.claimRun(workers[i] ?? '', runId)),
    );
    expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
  }
});

it('is what the active version says', async () => {
  const definition = (concurrency?: number) =>
    agentDefinition.parse({
      description: 'Does little.',
      prompt: 'Do little.',
      model: 'demo',
      inputSchema: { type: 'object' },
      ...(concurrency === undefined ? {} : { concurrency }),
    });
  const put = (concurrency?: number) =>
    inTransaction(harness.db, 'put', (tx) =>
      putVersion(
        tx,
        {
          kind: 'agent',
          name: 'small',
          definition: definition(concurrency),
          createdBy: TEST_ACTOR,
          activate: 'first',
        },
        sha256,
      ),
    );
  const activate = (version: number) =>
    inTransaction(harness.db, 'activate', (tx) => activateVersion(tx, 'agent', 'small', version));
  const claimed = async () => (await harness.store.claimDue(await aWorker(harness), 40)).length;
  for (let i = 0; i < 12; i++) await aQueuedRun(harness, 'small');
  await put(2);
  await put();
  expect(await claimed()).toBe(2);
  expect(await claimed()).toBe(0);
  await put(5);
  await activate(3);
  expect(await claimed()).toBe(3);
  await activate(2);
  expect(await claimed()).toBe(7);
});
