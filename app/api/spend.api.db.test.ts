// The spend endpoints of API v1, called in process on a real database: each answers as its own description says, and true to the runs.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SPEND_ENDPOINTS } from '@/lib/contract/spend-endpoints';
import { type DescribedApi, describedApi } from '@/lib/server/testing/described-api';
import {
  OPERATOR,
  refundOf,
  startTestServer,
  type TestServer,
  VIEWER,
} from '@/lib/server/testing/test-server';

let server: TestServer;
let api: DescribedApi;
// biome-ignore lint/suspicious/noExplicitAny: a test reads answers of every shape and asserts what it reads
let run: any;

beforeAll(async () => {
  server = await startTestServer();
  api = await describedApi(server);
  const body = { ...refundOf('ORD-SPEND-1', 40), labels: { team: 'support' } };
  const started = await server.call('POST', '/api/v1/runs', { as: OPERATOR, body });
  run = (await server.call('GET', `/api/v1/runs/${started.body.id}?wait=20`, { as: VIEWER })).body;
  expect(run.status).toBe('succeeded');
});
afterAll(() => server.close());

const ask: DescribedApi['ask'] = (id, path, asked) => api.ask(id, path, { as: VIEWER, ...asked });

describe('the spend endpoints', () => {
  it('say exactly what the run says that it cost', async () => {
    const { body } = await ask('readSpend', '/spend?by=agent,model,status,label');
    expect(run.costMicroUsd).toBeGreaterThan(0);
    expect(body.total).toMatchObject({ costMicroUsd: run.costMicroUsd, tokens: run.tokens, runs: 1 });
    expect(body.total.inputTokens + body.total.outputTokens).toBe(run.tokens);
    expect(body.total.calls).toBe(run.steps - run.toolCalls - 1); // the finish is a step of its own
    expect(body.rows).toMatchObject([
      {
        agent: 'refunds',
        model: 'sim-refunds',
        status: 'succeeded',
        label: 'team=support',
        costMicroUsd: run.costMicroUsd,
      },
    ]);
  });

  it('part it among the tools that were asked for', async () => {
    const { body } = await ask('readSpend', '/spend?by=tool,day');
    const names = body.rows.map((row: { tool: string | null }) => row.tool).toSorted();
    expect(names).toEqual([null, 'payments.lookup', 'payments.refund'].toSorted());
    const cost = body.rows.reduce((sum: number, row: { costMicroUsd: number }) => sum + row.costMicroUsd, 0);
    expect(cost).toBe(run.costMicroUsd);
  });

  it('ask for the last 14 days unless told, in days of UTC', async () => {
    const { body } = await ask('readSpend', '/spend');
    expect(body.since).toMatch(/T00:00:00\.000Z$/);
    expect(Math.floor((Date.parse(body.until) - Date.parse(body.since)) / 86_400_000)).toBe(13);
    expect(body.rows).toMatchObject([{ costMicroUsd: run.costMicroUsd }]);
  });

  it('name the runs that spent most, and what a success costs', async () => {
    const top = await ask('readTopRuns', '/spend/runs?agent=refunds&tool=payments.refund');
    expect(top.body.runs).toMatchObject([{ id: run.id, agent: 'refunds', status: 'succeeded', calls: 1 }]);
    expect(top.body.runs[0].costMicroUsd).toBeLessThan(run.costMicroUsd);
    const tasks = await ask('readTaskCosts', '/spend/tasks');
    expect(tasks.body.agents).toMatchObject([
      { agent: 'refunds', succeeded: 1, failed: 0, perSuccessMicroUsd: run.costMicroUsd },
    ]);
  });

  it('tell what was held for the calls of a model beside what they cost, as its steps do', async () => {
    const steps = (await ask('listSteps', `/runs/${run.id}/steps`)).body.items as {
      kind: string;
      heldInAllMicroUsd: number;
    }[];
    const held = steps.reduce((sum, step) => sum + (step.kind === 'model' ? step.heldInAllMicroUsd : 0), 0);
    expect(held).toBeGreaterThan(run.costMicroUsd);
    const { models } = (await ask('readEstimates', '/spend/estimates')).body;
    const figures = { heldMicroUsd: held, costMicroUsd: run.costMicroUsd, estimatedMicroUsd: 0 };
    expect(models).toMatchObject([{ model: 'sim-refunds', tokenizer: null, ...figures, days: [figures] }]);
  });

  it('tell what caching saved in the period', async () => {
    const { body } = await ask('readSavings', '/spend/savings?label=team=support');
    expect(body.reuse).toEqual({ reads: 0, savedMicroUsd: 0, savedMs: 0, tools: [] });
    const { total } = (await ask('readSpend', '/spend')).body;
    expect(body.prefix.cachedInputTokens).toBe(total.cachedInputTokens);
  });

  it('give a file of exactly the rows, with the columns of the keys', async () => {
    const { rows } = (await ask('readSpend', '/spend?by=model,agent')).body;
    const json = await ask('exportSpend', '/spend/export?by=model,agent&format=json');
    expect(json.body).toEqual(rows);
    const csv = await ask('exportSpend', '/spend/export?by=model,agent');
    const [row] = rows;
    expect(csv.body.trim().split('\r\n')).toEqual([
      'model,agent,costMicroUsd,tokens,inputTokens,outputTokens,cachedInputTokens,calls,runs',
      `sim-refunds,refunds,${row.costMicroUsd},${row.tokens},${row.inputTokens},${row.outputTokens},${row.cachedInputTokens},${row.calls},${row.runs}`,
    ]);
  });

  it.each([
    ['/spend?since=2026-01-01T00:00:00Z&until=2027-06-01T00:00:00Z', '/query/since'],
    ['/spend?by=hour&since=2026-01-01T00:00:00Z&until=2026-02-02T00:00:00Z', '/query/since'],
    ['/spend?since=2026-01-02T00:00:00Z&until=2026-01-02T00:00:00Z', '/query/since'],
    ['/spend?by=agent,agent', '/query/by'],
    ['/spend?by=colour', '/query/by/0'],
    ['/spend?label=team', '/query/label'],
  ])('refuse %s', async (path, at) => {
    const { status, body } = await ask('readSpend', path);
    expect([status, body.code, body.errors[0].path]).toEqual([400, 'invalid_request', at]);
  });

  it('have all been called', () => {
    expect([...api.called]).toEqual(expect.arrayContaining(Object.keys(SPEND_ENDPOINTS)));
  });
});
