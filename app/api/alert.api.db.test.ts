// The alert endpoints of API v1, called in process on a real database: a budget passes its shares, somebody sees it, a receiver is told.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ALERT_ENDPOINTS } from '@/lib/contract/alert-endpoints';
import { callbackEvent } from '@/lib/contract/callback';
import { watchBudgets } from '@/lib/server/alerts/watch-budgets';
import { type DescribedApi, describedApi } from '@/lib/server/testing/described-api';
import { type HookReceiver, startHookReceiver } from '@/lib/server/testing/hook-receiver';
import {
  ENGINEER,
  OPERATOR,
  startTestServer,
  type TestServer,
  VIEWER,
} from '@/lib/server/testing/test-server';

let server: TestServer;
let api: DescribedApi;
let receiver: HookReceiver;

beforeAll(async () => {
  receiver = await startHookReceiver();
  server = await startTestServer({ environment: { BULKHEAD_PRIVATE_HOSTS: `127.0.0.1:${receiver.port}` } });
  api = await describedApi(server);
});
afterAll(async () => {
  await receiver.close();
  await server.close();
});

const ask: DescribedApi['ask'] = (...call) => api.ask(...call);
const list = async (query = '') => (await ask('listAlerts', `/alerts${query}`, { as: VIEWER })).body.items;
const limit = (limitMicroUsd: number) =>
  ask('putBudget', '/budgets/global', {
    as: ENGINEER,
    body: { period: 'day', limitMicroUsd, alertAt: [0.5, 0.8] },
  });
async function spend(microUsd: number): Promise<void> {
  await server.app.db.pool.query(
    `INSERT INTO budget_period (scope, period, starts_at, ends_at, spent_micro_usd)
     SELECT 'global', 'day', at.starts_at, at.ends_at, $1 FROM budget_period_at('day', now(), 'UTC') at
     ON CONFLICT (scope, period, starts_at) DO UPDATE SET spent_micro_usd = excluded.spent_micro_usd`,
    [microUsd],
  );
  await watchBudgets(server.app);
}

describe('the alert endpoints', () => {
  it('tell nothing while nothing gives cause', async () => {
    await limit(1_000);
    await spend(0);
    expect(await list()).toEqual([]);
  });

  it('tell a share that is passed, once, and the next one in its place', async () => {
    await ask('putSecret', '/secrets/HOOK_KEY', { as: 'key', body: { value: 'a-signing-secret' } });
    await ask('putCallback', '/callbacks/pager', {
      as: 'key',
      body: { url: `${receiver.url}/pager`, events: ['alert'], secretRef: 'HOOK_KEY' },
    });
    await spend(600);
    await spend(610);
    const threshold = '?kind=budget_threshold';
    expect(await list(`${threshold}&status=open`)).toMatchObject([
      {
        severity: 'info',
        subject: 'budget:day:global',
        message: 'The budget global of the day passed 50 %: $0.00061 of $0.001 is spent.',
        fact: { share: 0.5, spentMicroUsd: 610 },
        times: 1,
      },
    ]);
    await spend(900);
    expect(
      (await list(threshold)).map(({ fact, status }: { fact: { share: number }; status: string }) => [
        fact.share,
        status,
      ]),
    ).toEqual([
      [0.8, 'open'],
      [0.5, 'resolved'],
    ]);
  });

  it('tell a receiver of each once, signed, as the API shows it', async () => {
    const told = () =>
      receiver.seen.flatMap(({ body }) => {
        const event = callbackEvent.parse(JSON.parse(body));
        return event.type === 'alert' && event.alert.kind === 'budget_threshold' ? [event.alert] : [];
      });
    await vi.waitFor(() => expect(told()).toHaveLength(2), { timeout: 30_000 });
    const alerts = await list('?kind=budget_threshold');
    expect(
      told()
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(alerts.map(({ id }: { id: string }) => id).toSorted());
    const { body } = await ask('listDeliveries', '/callbacks/pager/deliveries', { as: 'key' });
    const ids = body.items.map(({ alertId }: { alertId: string }) => alertId);
    expect(ids).toEqual(expect.arrayContaining(alerts.map(({ id }: { id: string }) => id)));
  });

  it('let somebody acknowledge one, once, with the reason in the audit', async () => {
    const [alert] = await list('?kind=budget_threshold&status=open');
    const acknowledge = (as: string, body?: unknown) =>
      ask('acknowledgeAlert', `/alerts/${alert.id}/acknowledge`, { as, body });
    expect((await acknowledge(VIEWER)).status).toBe(403);
    const first = await acknowledge(OPERATOR, { reason: 'The campaign is expected' });
    expect(first.body).toMatchObject({ status: 'acknowledged', reason: 'The campaign is expected' });
    const second = await acknowledge(ENGINEER);
    expect([second.status, second.body.acknowledgedBy, second.body.reason]).toEqual([
      200,
      first.body.acknowledgedBy,
      'The campaign is expected',
    ]);
    const audited = await server.app.db.prisma.auditEvent.findMany({
      where: { action: 'alert.acknowledge' },
    });
    expect(audited).toMatchObject([
      { entityId: alert.id, reason: 'The campaign is expected', after: { subject: 'budget:day:global' } },
    ]);
    const missing = '/alerts/019438a0-0000-7000-8000-000000000000/acknowledge';
    expect((await ask('acknowledgeAlert', missing, { as: OPERATOR })).status).toBe(404);
  });

  it('resolve it when the budget is raised, and raise another under another limit', async () => {
    await limit(100_000);
    await watchBudgets(server.app);
    expect(await list('?status=open,acknowledged&kind=budget_threshold')).toEqual([]);
    await spend(60_000);
    expect(await list('?status=open&kind=budget_threshold')).toMatchObject([{ fact: { share: 0.5 } }]);
  });

  it('have all been called', () => {
    expect([...api.called]).toEqual(expect.arrayContaining(Object.keys(ALERT_ENDPOINTS)));
  });
});
