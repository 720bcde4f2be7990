// Runs that wait for room in a budget go on when there is more of it, and not before.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { budgetId } from '../../domain/budget';
import { StoreUnavailableError } from '../../domain/errors';
import { anOwnedRun, commitOn, isoFromNow, parked } from '../../ports/testing/run-store-scenario';
import { ENGINEER, startTestServer, type TestServer } from '../testing/test-server';

let server: TestServer;
beforeAll(async () => {
  // Without a worker of its own, which would take the runs that this one parks.
  server = await startTestServer({ environment: { BULKHEAD_ROLE: 'web' } });
});
afterAll(() => server.close());

const MONTH = { scope: 'global', period: 'month' } as const;

async function put(period: string, limitMicroUsd: number): Promise<void> {
  const body = { period, limitMicroUsd };
  expect((await server.call('PUT', '/api/v1/budgets/global', { as: ENGINEER, body })).status).toBe(200);
}

/** Parked for an hour, because there is no room this month. */
async function aWaitingRun(): Promise<string> {
  const { store, leases } = server.app;
  const run = await anOwnedRun({ store, leases, prepareAgent: async () => {} });
  const items = [{ kind: 'budget', id: budgetId(MONTH) }];
  const exit = parked({ waiting: { reason: 'budget', items }, dueAt: isoFromNow(3_600_000) });
  expect(await store.commit(commitOn(run, { exit }))).toMatchObject({ exited: true });
  return run.runId;
}

async function sleeps(runId: string): Promise<boolean> {
  const text = "SELECT FROM run WHERE id = $1 AND status = 'waiting' AND due_at > now()";
  return (await server.app.db.pool.query(text, [runId])).rowCount === 1;
}

it('lets runs that wait for a budget go on when it is raised, and not when it is lowered or another one is raised', async () => {
  const runId = await aWaitingRun();
  await put('month', 500);
  await put('day', 500);
  await put('day', 900);
  await put('month', 400);
  expect(await sleeps(runId)).toBe(true);
  await put('month', 600);
  expect(await sleeps(runId)).toBe(false);
});

it('lets them go on in the very act that makes the room, whatever becomes of its process afterwards', async () => {
  const { store } = server.app;
  const { hasten } = store;
  store.hasten = () => Promise.reject(new StoreUnavailableError('away'));
  const raised = await aWaitingRun();
  await put('month', 700);
  expect(await sleeps(raised)).toBe(false);
  const freed = await aWaitingRun();
  await server.call('DELETE', '/api/v1/budgets/global?period=month', { as: ENGINEER });
  store.hasten = hasten;
  expect(await sleeps(freed)).toBe(false);
  await put('month', 600);
});

it('lets them go on when it is taken away', async () => {
  const runId = await aWaitingRun();
  expect(await sleeps(runId)).toBe(true);
  const gone = await server.call('DELETE', '/api/v1/budgets/global?period=month', { as: ENGINEER });
  expect(gone.status).toBe(204);
  expect(await sleeps(runId)).toBe(false);
});
