// The endpoints that tell how approvals go, called in process on a real database after real decisions: each answers as its own description says.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REVIEW_ENDPOINTS } from '@/lib/contract/review-endpoints';
import { type DescribedApi, describedApi } from '@/lib/server/testing/described-api';
import {
  ADMIN,
  APPROVER,
  ENGINEER,
  OPERATOR,
  refundOf,
  startTestServer,
  type TestServer,
  VIEWER,
} from '@/lib/server/testing/test-server';

let server: TestServer;
let api: DescribedApi;
const ask: DescribedApi['ask'] = (id, path, asked) => api.ask(id, path, { as: VIEWER, ...asked });

beforeAll(async () => {
  server = await startTestServer();
  api = await describedApi(server);
  const decisions = [
    { order: 'ORD-1002', as: APPROVER, body: { decision: 'approve' } },
    { order: 'ORD-1003', as: ADMIN, body: { decision: 'reject', reason: '=cmd|calc' } },
    { order: 'ORD-1004', as: null, body: {} },
  ];
  for (const { order, as, body } of decisions) {
    const run = await server.call('POST', '/api/v1/runs', { as: OPERATOR, body: refundOf(order, 900) });
    await server.call('GET', `/api/v1/runs/${run.body.id}?wait=30`, { as: OPERATOR });
    const { body: queue } = await server.call('GET', `/api/v1/approvals?run=${run.body.id}`, {
      as: OPERATOR,
    });
    const [{ id, payloadHash }] = queue.items;
    if (as === null) continue;
    const decided = await server.call('POST', `/api/v1/approvals/${id}/decision`, {
      as,
      body: { ...body, payloadHash },
    });
    expect(decided.status).toBe(200);
  }
});
afterAll(() => server.close());

describe('the endpoints of reviews', () => {
  it('count what people decided, and tell no rate of so few', async () => {
    const { body } = await ask('readApprovalMetrics', '/approvals/metrics', { as: ADMIN });
    expect(body.now).toMatchObject({
      ...{ arrived: 3, approved: 1, edited: 0, rejected: 1, answered: 0 },
      automatic: { expired: 0, cancelled: 0, superseded: 0, unopposed: 0, settled: 0 },
      rates: { override: { count: 1, of: 2, share: null, low: null, high: null } },
      timeToDecide: { of: 2, p50Ms: null, p95Ms: null },
    });
    expect(body.before).toMatchObject({ arrived: 0, approved: 0 });
    expect(body.waiting).toMatchObject({
      count: 1,
      ages: [{ overMs: 0, underMs: 900_000, count: 1 }, {}, {}, {}, {}],
    });
    expect(body.agents).toMatchObject([{ name: 'refunds', arrived: 3, approved: 1 }]);
    expect(body.tools).toMatchObject([{ name: 'payments.refund', rejected: 1 }]);
    const named = (rows: { reviewer: { name: string } }[]) =>
      rows.map(({ reviewer }) => reviewer.name).toSorted();
    expect(named(body.reviewers)).toHaveLength(2);
    expect(named(body.reviewers)).toContain('Grace Lind');
    expect(named(body.months)).toEqual(named(body.reviewers));
    expect(body.months[0]).toMatchObject({ verdict: 'too_few', days: 1, daysOverCap: 0, busiestDay: 1 });
    expect(body.forecast).toBeNull();
  });

  it('narrow to an agent, a tool and a reviewer', async () => {
    const { reviewers } = (await ask('readApprovalMetrics', '/approvals/metrics', { as: ADMIN })).body;
    const grace = reviewers.find((one: { reviewer: { name: string } }) => one.reviewer.name === 'Grace Lind');
    const { body } = await ask(
      'readApprovalMetrics',
      `/approvals/metrics?agent=refunds&tool=payments.refund&reviewer=${grace.reviewer.id}`,
      { as: ADMIN },
    );
    expect(body.now).toMatchObject({ arrived: 1, approved: 1, rejected: 0 });
    // What waits nobody has voted on yet, and of one person's votes nothing follows for what comes.
    expect([body.waiting.count, body.forecast]).toEqual([1, null]);
    expect(body.reviewers).toMatchObject([{ reviewer: grace.reviewer, approved: 1 }]);
    const none = (await ask('readApprovalMetrics', '/approvals/metrics?agent=nobody&dailyCap=1')).body;
    expect(none).toMatchObject({ now: { arrived: 0 }, agents: [], reviewers: [], months: [] });
  });

  it('tell how a person decides to themselves and to administrators, as answer and as file', async () => {
    const told = async (as: string, query = '') =>
      (await ask('readApprovalMetrics', `/approvals/metrics${query}`, { as })).body;
    const filed = async (as: string) => {
      const { body } = await ask('exportApprovalMetrics', '/approvals/metrics/export?format=json', { as });
      const rows: { table: string; name: string }[] = body;
      const ofPeople = rows.filter(({ table }) => table === 'reviewers' || table === 'months');
      return [...new Set(ofPeople.map(({ name }) => name))];
    };
    const all = await told(ADMIN);
    expect([all.reviewersTold, all.reviewers.length, all.months.length]).toEqual(['all', 2, 2]);
    expect(await filed(ADMIN)).toHaveLength(2);
    const own = await told(APPROVER);
    expect(own).toMatchObject({ reviewersTold: 'own', now: { approved: 1, rejected: 1 } });
    expect(own.reviewers).toMatchObject([{ reviewer: { name: 'Grace Lind' }, approved: 1 }]);
    expect(own.months).toMatchObject([{ reviewer: { name: 'Grace Lind' } }]);
    expect(await filed(APPROVER)).toEqual(['Grace Lind']);
    for (const none of [await told(VIEWER), await told(ENGINEER)])
      expect(none).toMatchObject({
        reviewersTold: 'own',
        reviewers: [],
        months: [],
        tools: [{ rejected: 1 }],
      });
    expect(await filed(VIEWER)).toEqual([]);

    const [mine] = own.reviewers;
    const other = all.reviewers.find((one: typeof mine) => one.reviewer.id !== mine.reviewer.id);
    const asked = (as: string, id: string, of = '') =>
      server.call('GET', `/api/v1/approvals/metrics${of}?reviewer=${id}`, { as });
    expect((await asked(APPROVER, mine.reviewer.id)).body.reviewers).toHaveLength(1);
    for (const of of ['', '/export'])
      expect((await asked(APPROVER, other.reviewer.id, of)).body.code, of).toBe('forbidden');
    expect((await asked(VIEWER, mine.reviewer.id)).status).toBe(403);

    const key = async (scopes: string[]) => {
      const { body } = await server.call('POST', '/api/v1/api-keys', {
        as: 'key',
        body: { name: `figures ${scopes}`, scopes, expiresAt: null },
      });
      const headers = { authorization: `Bearer ${body.key}` };
      return (await server.call('GET', '/api/v1/approvals/metrics', { headers })).body;
    };
    expect((await key(['approvals:read'])).reviewers).toEqual([]);
    expect((await key(['admin'])).reviewers).toHaveLength(2);
  });

  it('give a file of every figure', async () => {
    const { body } = await ask('exportApprovalMetrics', '/approvals/metrics/export?format=json');
    const of = (table: string, figure: string) =>
      body.find((row: { table: string; figure: string }) => row.table === table && row.figure === figure);
    expect(of('period', 'arrived')).toMatchObject({ value: 3, of: null });
    expect(of('period', 'override')).toMatchObject({ value: null, of: 2 });
    expect(of('tools', 'rejected')).toMatchObject({ name: 'payments.refund', value: 1 });
    const csv = (await ask('exportApprovalMetrics', '/approvals/metrics/export')).body.trim().split('\r\n');
    expect(csv[0]).toBe('table,name,when,figure,value,of');
    expect(csv).toContain('tools,payments.refund,,rejected,1,');
    expect(csv).toHaveLength(body.length + 1);
  });

  it('set stated confidence against decisions, and suggest no threshold of so few', async () => {
    const { body } = await ask('readCalibration', '/calibration?agent=refunds&errorRate=0.1');
    expect(body).toMatchObject({
      basis: { used: 'held', held: 2, sampled: 0 },
      withoutConfidence: { cases: 0, agreed: 0 },
      all: { cases: 2, agreed: 1, brier: null },
      groups: [{ agent: 'refunds', model: 'sim-refunds', cases: 2 }],
      errorRate: 0.1,
      suggested: null,
    });
    expect(body.all.bins.reduce((sum: number, bin: { cases: number }) => sum + bin.cases, 0)).toBe(2);
    const of = async (query: string) => (await ask('readCalibration', `/calibration?${query}`)).body;
    expect(await of('basis=unselected')).toMatchObject({
      basis: { used: 'unselected', unselected: 0 },
      all: { cases: 0 },
    });
    const rows = (await ask('exportCalibration', '/calibration/export?format=json')).body;
    expect(rows).toHaveLength(20);
    expect(rows[10]).toMatchObject({ agent: 'refunds', model: 'sim-refunds', low: 0 });
    const csv = (await ask('exportCalibration', '/calibration/export')).body.trim().split('\r\n');
    expect(csv[0]).toBe(
      'agent,model,low,high,cases,agreed,meanConfidence,agreement,intervalLow,intervalHigh',
    );
  });

  it.each([
    [
      'readApprovalMetrics',
      '/approvals/metrics?since=2026-01-01T00:00:00Z&until=2027-06-01T00:00:00Z',
      '/query/since',
    ],
    [
      'readApprovalMetrics',
      '/approvals/metrics?since=2026-01-02T00:00:00Z&until=2026-01-02T00:00:00Z',
      '/query/since',
    ],
    ['readApprovalMetrics', '/approvals/metrics?dailyCap=0', '/query/dailyCap'],
    ['readCalibration', '/calibration?errorRate=0.9', '/query/errorRate'],
    ['readCalibration', '/calibration?basis=best', '/query/basis'],
  ] as const)('%s refuses %s', async (id, path, at) => {
    const { status, body } = await ask(id, path);
    expect([status, body.code, body.errors[0].path]).toEqual([400, 'invalid_request', at]);
  });

  it('have all been called', () => {
    expect([...api.called]).toEqual(expect.arrayContaining(Object.keys(REVIEW_ENDPOINTS)));
  });
});
