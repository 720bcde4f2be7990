// The brake on agents over real runs: it pauses once, by its own name, and counts nothing twice after a person let the agent go on.
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { addSpendSeconds } from '../../store/alerts/spend-seconds';
import type { SettledHold } from '../../store/budgets/settled-hold';
import { transact } from '../../store/budgets/transact';
import { OtherProcess } from '../../store/testing/other-process';
import type { BrakeCalls } from '../testing/brake-process';
import { ENGINEER, OPERATOR, refundOf, startTestServer, type TestServer } from '../testing/test-server';
import { watchSpendRate } from './spend-breaker';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const get = async (path: string) => (await server.call('GET', `/api/v1${path}`, { as: OPERATOR })).body;
const alerts = async (status: string) => (await get(`/alerts?kind=spend_breaker&status=${status}`)).items;
const resume = () =>
  server.call('POST', '/api/v1/agents/refunds/resume', {
    as: OPERATOR,
    body: { reason: 'The loop is mended' },
  });
const audits = async () => {
  const rows = await server.app.db.prisma.auditEvent.findMany({ where: { action: 'agent.pause' } });
  return rows.map(({ actor, reason }) => ({ actor, reason }));
};

async function boundTo(maxCostPerMinuteMicroUsd: number): Promise<void> {
  const { definition } = await get('/agents/refunds');
  const body = { ...definition, maxCostPerMinuteMicroUsd };
  const put = await server.call('PUT', '/api/v1/agents/refunds', { as: ENGINEER, body });
  await server.call('POST', '/api/v1/agents/refunds/activate', {
    as: ENGINEER,
    body: { version: put.body.version, reason: 'A brake' },
  });
}
async function runOne(orderId: string): Promise<string> {
  const { body } = await server.call('POST', '/api/v1/runs', { as: OPERATOR, body: refundOf(orderId, 40) });
  return body.id;
}

it('pauses an agent that spends more within a minute than it may, by itself, within seconds', async () => {
  await boundTo(1);
  await runOne('ORD-8001');
  await vi.waitFor(async () => expect(await alerts('open')).toHaveLength(1), {
    timeout: 30_000,
    interval: 200,
  });
  const [alert] = await alerts('open');
  expect(alert).toMatchObject({ severity: 'critical', subject: 'agent:refunds', fact: { boundMicroUsd: 1 } });
  const stops = await server.app.db.prisma.stop.findMany();
  expect(stops).toMatchObject([{ scope: 'agent:refunds', liftedAt: null, setBy: { id: 'spend-breaker' } }]);
  expect(await audits()).toEqual([
    {
      actor: { kind: 'system', id: 'spend-breaker', label: 'Spend breaker' },
      reason: expect.stringMatching(/^It spent \$[\d.]+ within a minute; \$0\.000001 is its bound\.$/),
    },
  ]);
});

it('judges what was settled before the resume no second time, and says that the alert is over', async () => {
  expect((await resume()).status).toBe(200);
  await Promise.all([1, 2, 3, 4].map(() => watchSpendRate(server.app)));
  expect(await alerts('open')).toEqual([]);
  expect(await alerts('resolved')).toHaveLength(1);
  expect(await audits()).toHaveLength(1);
});

it('pauses once, whoever of several processes sees it', async () => {
  const hold: SettledHold = {
    runId: '',
    agent: 'refunds',
    called: 'model',
    name: 'm',
    settledAt: new Date().toISOString(),
    allowances: [],
    held: 0,
    cost: 400,
  };
  await boundTo(10_000_000);
  await vi.waitFor(async () => {
    const settledAt = new Date().toISOString();
    await transact(server.app.db.pool, 'count', (ask) => addSpendSeconds(ask, [{ ...hold, settledAt }]));
    const { rows } = await server.app.db.pool.query(
      `SELECT sum(cost_micro_usd)::int AS cost FROM spend_second WHERE second > (SELECT max(lifted_at) FROM stop)`,
    );
    expect(rows[0]?.cost ?? 0).toBeGreaterThan(400);
  }, 30_000);
  await watchSpendRate(server.app);
  expect(await alerts('open')).toEqual([]);
  await boundTo(300);
  await Promise.all(Array.from({ length: 8 }, () => watchSpendRate(server.app)));
  expect(await alerts('open')).toHaveLength(1);
  expect(await audits()).toHaveLength(2);
});

it('pauses once while four real processes spend and look, also when one of them is killed, and again only for what comes after a resume', async () => {
  const PROGRAM = new URL('../testing/brake-process.ts', import.meta.url);
  const start = (seed: number) =>
    OtherProcess.start<BrakeCalls>(PROGRAM, [server.app.db.directUrl, String(seed)]);
  const processes = [1, 2, 3, 4].map(start);
  const [killed, ...others] = processes;
  try {
    await boundTo(20_000);
    for (const pauses of [3, 4]) {
      expect((await resume()).status).toBe(200);
      // A whole second lies between: what was settled within the second of the resume counts before it.
      const resumedMs = Date.now();
      await vi.waitUntil(() => Date.now() - resumedMs > 1_100, { timeout: 30_000 });
      expect(await audits()).toHaveLength(pauses - 1);
      const spending = others.map((one) => one.call('spend', 'refunds', 40, 400));
      if (pauses === 3) {
        const lost = killed?.call('spend', 'refunds', 1_000, 400).catch(() => undefined);
        await vi.waitFor(async () => expect(await audits()).toHaveLength(3), { timeout: 30_000 });
        await killed?.kill();
        await lost;
      }
      expect(await Promise.all(spending)).toEqual([0, 0, 0]);
      await watchSpendRate(server.app);
      expect(await audits()).toHaveLength(pauses);
      expect(await alerts('open')).toHaveLength(1);
    }
  } finally {
    await Promise.all(processes.map((one) => one.kill()));
  }
}, 90_000);
