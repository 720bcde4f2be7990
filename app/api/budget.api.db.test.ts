// The budget endpoints of API v1, called in process on a real database: each answers as its own description says.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUDGET_ENDPOINTS } from '@/lib/contract/budget-endpoints';
import { type DescribedApi, describedApi } from '@/lib/server/testing/described-api';
import {
  ADMIN,
  ENGINEER,
  OPERATOR,
  refundOf,
  startTestServer,
  type TestServer,
  VIEWER,
} from '@/lib/server/testing/test-server';

let server: TestServer;
let api: DescribedApi;

beforeAll(async () => {
  server = await startTestServer();
  api = await describedApi(server);
});
afterAll(() => server.close());

const ask: DescribedApi['ask'] = (...call) => api.ask(...call);

describe('the budget endpoints', () => {
  it('has no budget until somebody sets one', async () => {
    const { body } = await ask('listBudgets', '/budgets', { as: VIEWER });
    expect(body).toEqual({ items: [], nextCursor: null });
  });

  const terms = { period: 'day', limitMicroUsd: 5_000_000 };
  const put = (scope: string, body: unknown, headers = {}) =>
    ask('putBudget', `/budgets/${encodeURIComponent(scope)}`, { as: ENGINEER, body, headers });

  it('refuse scopes of other shapes, shares beyond the limit, and people without the scope', async () => {
    for (const scope of ['agent:No Name', 'everything', 'label:novalue', 'label:a=\0'])
      expect((await put(scope, terms)).status, scope).toBe(400);
    expect((await put('global', { ...terms, alertAt: [1.5] })).status).toBe(400);
    expect((await put('global', { ...terms, limitMicroUsd: -1 })).status).toBe(400);
    const refused = await ask('putBudget', '/budgets/global', { as: OPERATOR, body: terms });
    expect(refused.status).toBe(403);
  });

  it('set one, change it by its version, and take it away, each change once in the audit', async () => {
    const scope = 'label:customer=ACME & Söhne/2';
    const made = await put(scope, terms);
    expect(made.body).toEqual({ scope, ...terms, alertAt: [0.5, 0.8, 1], version: 1 });
    expect(made.headers.get('etag')).toBe('"1"');
    expect((await put(scope, terms)).body.version).toBe(1);
    expect((await put(scope, { ...terms, limitMicroUsd: 1 }, { 'if-match': '"7"' })).status).toBe(412);
    const changed = { ...terms, limitMicroUsd: 7_000_000, alertAt: [0.9] };
    expect((await put(scope, changed, { 'if-match': '"1"' })).body.version).toBe(2);
    const { body } = await ask('listBudgets', '/budgets', { as: VIEWER });
    expect(body.items).toMatchObject([{ scope, ...changed, version: 2, spentMicroUsd: 0, heldMicroUsd: 0 }]);
    const gone = (period: string) =>
      ask('archiveBudget', `/budgets/${encodeURIComponent(scope)}?period=${period}`, { as: ADMIN });
    expect((await gone('month')).status).toBe(404);
    expect((await gone('day')).status).toBe(204);
    expect((await gone('day')).status).toBe(404);
    expect((await ask('listBudgets', '/budgets', { as: VIEWER })).body.items).toEqual([]);
    expect((await put(scope, terms)).body.version).toBe(4);
    const audited = await server.app.db.prisma.auditEvent.findMany({
      where: { entityKind: 'budget' },
      orderBy: { seq: 'asc' },
    });
    expect(audited.map(({ action }) => action)).toEqual([
      'budget.put',
      'budget.put',
      'budget.archive',
      'budget.put',
    ]);
    expect(audited[1]).toMatchObject({
      entityId: `day:${scope}`,
      before: { limitMicroUsd: 5_000_000 },
      after: { limitMicroUsd: 7_000_000 },
    });
  });

  it('hold nothing while no call is under way', async () => {
    const { body } = await ask('listHolds', '/holds', { as: VIEWER });
    expect(body).toEqual({ items: [], nextCursor: null });
  });

  it('count what a tool costs by its price beside the model, in its step, its run, its budget and by tool', async () => {
    const { body: lookup } = await api.ask('readTool', '/tools/payments.lookup', { as: ENGINEER });
    const price = { perCallMicroUsd: 12_000 };
    const definition = { ...lookup.definition, price };
    const saved = await api.ask('putTool', '/tools/payments.lookup', { as: ENGINEER, body: definition });
    expect(saved.status).toBe(200);
    await put('agent:refunds', { period: 'total', limitMicroUsd: 10_000_000 });
    const body = refundOf('ORD-PRICED-1', 40);
    const { body: started } = await api.ask('startRun', '/runs', { as: OPERATOR, body });
    const { body: run } = await api.ask('readRun', `/runs/${started.id}?wait=20`, { as: VIEWER });
    expect(run.status).toBe('succeeded');
    const { body: steps } = await api.ask('listSteps', `/runs/${run.id}/steps`, { as: VIEWER });
    const sum = (kind: string) =>
      steps.items
        .filter((step: { kind: string }) => step.kind === kind)
        .reduce((all: number, step: { costMicroUsd: number }) => all + step.costMicroUsd, 0);
    expect(sum('tool')).toBe(12_000);
    expect(run.costMicroUsd).toBe(12_000 + sum('model'));
    expect(steps.items).toContainEqual(
      expect.objectContaining({
        tool: 'payments.lookup',
        toolVersion: lookup.version + 1,
        costMicroUsd: 12_000,
        costEstimated: false,
        heldMicroUsd: null,
        heldInAllMicroUsd: 12_000,
      }),
    );
    const { body: spend } = await api.ask('readSpend', '/spend?by=tool&agent=refunds', { as: VIEWER });
    const ofLookup = spend.rows.find((row: { tool: string }) => row.tool === 'payments.lookup');
    expect(ofLookup.costMicroUsd).toBeGreaterThan(12_000);
    expect(spend.total.costMicroUsd).toBe(run.costMicroUsd);
    await expect
      .poll(async () => (await ask('listBudgets', '/budgets', { as: VIEWER })).body.items, {
        timeout: 30_000,
      })
      .toContainEqual(expect.objectContaining({ scope: 'agent:refunds', spentMicroUsd: run.costMicroUsd }));
  });

  it('have all been called', () => {
    expect([...api.called]).toEqual(expect.arrayContaining(Object.keys(BUDGET_ENDPOINTS)));
  });
});
