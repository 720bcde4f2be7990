// Tools and models in use, as API v1 answers: one version, archive, health counted from the journal.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CATALOG_ENDPOINTS } from '@/lib/contract/catalog-endpoints';
import { type DescribedApi, describedApi } from '@/lib/server/testing/described-api';
import {
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
const audited = async (entityId: string) => {
  const { rows } = await server.app.db.pool.query(
    "SELECT action, after, reason FROM audit_event WHERE entity_id = $1 AND action <> 'tool.put' ORDER BY seq",
    [entityId],
  );
  return rows as { action: string; after: Record<string, unknown> | null; reason: string | null }[];
};
const definitionOf = async (name: string) =>
  (await server.call('GET', `/api/v1/tools/${name}`, { as: ENGINEER })).body.definition;

describe('health', () => {
  it('counts what runs called, and not what was tried', async () => {
    const started = await server.call('POST', '/api/v1/runs', {
      as: OPERATOR,
      body: refundOf('ORD-7200', 20),
    });
    const run = (await server.call('GET', `/api/v1/runs/${started.body.id}?wait=15`, { as: VIEWER })).body;
    expect(['succeeded', 'waiting']).toContain(run.status);
    const tools = await ask('readAllToolHealth', '/tool-health', { as: VIEWER });
    expect(tools.body.whole).toBe(true);
    const lookup = tools.body.items.find((item: { name: string }) => item.name === 'payments.lookup');
    expect(lookup).toMatchObject({ calls: 1, failed: 0, lastError: null, p50Ms: expect.any(Number) });
    const one = await ask('readToolHealth', '/tools/payments.lookup/health', { as: VIEWER });
    expect(one.body).toMatchObject(lookup);
    const models = await ask('readAllModelHealth', '/model-health', { as: VIEWER });
    expect(models.body.items).toMatchObject([
      { name: 'sim-refunds', failed: 0, tokens: run.tokens, costMicroUsd: run.costMicroUsd },
    ]);
    const model = await ask('readModelHealth', '/models/sim-refunds/health', { as: VIEWER });
    expect(model.body).toMatchObject(models.body.items[0]);
    expect((await ask('readToolHealth', '/tools/no.such/health', { as: VIEWER })).status).toBe(404);
  });
});

describe('a version and an archive', () => {
  it('reads one version for ever', async () => {
    const tool = await ask('readToolVersion', '/tools/tickets.find/versions/1', { as: VIEWER });
    expect(tool.body).toMatchObject({ name: 'tickets.find', version: 1, archivedAt: null });
    expect((await ask('readToolVersion', '/tools/tickets.find/versions/7', { as: VIEWER })).status).toBe(404);
    const model = await ask('readModelVersion', '/models/sim-refunds/versions/1', { as: VIEWER });
    expect(model.body).toMatchObject({ name: 'sim-refunds', version: 1 });
  });

  it('is refused while an agent uses it, with the agent’s name', async () => {
    for (const [id, path] of [
      ['archiveTool', '/tools/payments.lookup'],
      ['archiveModel', '/models/sim-refunds'],
    ] as const) {
      const answer = await ask(id, path, { as: ENGINEER });
      expect(answer.body).toMatchObject({ code: 'conflict', data: { agents: ['refunds'] } });
    }
  });

  it('takes it out of lists and use until it is put again', async () => {
    const definition = await definitionOf('tickets.find');
    await server.call('PUT', '/api/v1/tools/tickets.spare', { as: ENGINEER, body: definition });
    const archived = await ask('archiveTool', '/tools/tickets.spare', { as: ENGINEER });
    expect(archived.status).toBe(204);
    expect((await ask('archiveTool', '/tools/tickets.spare', { as: ENGINEER })).status).toBe(204);
    expect((await audited('tickets.spare')).map((event) => event.action)).toEqual(['tool.archive']);
    const names = async (query: string) =>
      (await server.call('GET', `/api/v1/tools${query}`, { as: VIEWER })).body.items.map(
        (item: { name: string }) => item.name,
      );
    expect(await names('')).not.toContain('tickets.spare');
    expect(await names('?archived=only')).toEqual(['tickets.spare']);
    const tried = await ask('tryTool', '/tools/tickets.spare/try', {
      as: ENGINEER,
      body: { arguments: { mail_id: 'm-1' } },
    });
    expect(tried.body).toMatchObject({ code: 'conflict' });
    const agent = (await server.call('GET', '/api/v1/agents/refunds', { as: ENGINEER })).body.definition;
    const granted = { ...agent, tools: [...agent.tools, { name: 'tickets.spare' }] };
    const refused = await server.call('PUT', '/api/v1/agents/refunds', { as: ENGINEER, body: granted });
    expect(refused.body.errors).toMatchObject([{ message: 'names tickets.spare, which is archived' }]);
    await server.call('PUT', '/api/v1/tools/tickets.spare', { as: ENGINEER, body: definition });
    expect(await names('')).toContain('tickets.spare');
    expect((await ask('archiveTool', '/tools/no.such', { as: ENGINEER })).status).toBe(404);
    expect((await ask('archiveModel', '/models/no.such', { as: VIEWER })).status).toBe(403);
  });
});

describe('the endpoints', () => {
  it('have all been called', () => {
    expect([...api.called]).toEqual(expect.arrayContaining(Object.keys(CATALOG_ENDPOINTS)));
  });
});
