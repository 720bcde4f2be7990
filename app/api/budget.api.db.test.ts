// The budget endpoints of API v1, called in process on a real database: each answers as its own description says.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUDGET_ENDPOINTS } from '@/lib/contract/budget-endpoints';
import { type DescribedApi, describedApi } from '@/lib/server/testing/described-api';
import { startTestServer, type TestServer, VIEWER } from '@/lib/server/testing/test-server';

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

  it('have all been called', () => {
    expect([...api.called]).toEqual(expect.arrayContaining(Object.keys(BUDGET_ENDPOINTS)));
  });
});
