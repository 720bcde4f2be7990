// Agents with stronger models, on a real database: what a definition may not say, and that no model in use is archived.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENGINEER, startTestServer, type TestServer } from '@/lib/server/testing/test-server';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  const { definition } = (await call('GET', '/agents/refunds')).body;
  const own = (await call('GET', `/models/${definition.model}`)).body.definition;
  for (const name of ['middle', 'large', 'gone'])
    expect((await call('PUT', `/models/${name}`, own)).status).toBe(200);
  expect((await call('DELETE', '/models/gone')).status).toBe(204);
});
afterAll(() => server.close());

const call = (method: string, path: string, body?: unknown) =>
  server.call(method, `/api/v1${path}`, { as: ENGINEER, body });

async function put(routing: object) {
  const { definition } = (await call('GET', '/agents/refunds')).body;
  return call('PUT', '/agents/routed', { ...definition, routing });
}

describe('the stronger models of an agent', () => {
  it('are refused with the place of each fault', async () => {
    const { definition } = (await call('GET', '/agents/refunds')).body;
    const problems = async (routing: object) => {
      const { status, body } = await put(routing);
      return [
        status,
        ...(body.errors ?? []).map(({ path, message }: Record<string, string>) => `${path} ${message}`),
      ];
    };
    expect(await problems({ stronger: ['nobody', 'gone', definition.model] })).toEqual([
      400,
      '/routing/stronger/0 names nobody, and there is no such model',
      '/routing/stronger/1 names gone, which is archived',
      `/routing/stronger/2 ${definition.model} is the agent's own model`,
    ]);
    expect(await problems({ stronger: ['middle', 'large', 'middle'] })).toEqual([
      400,
      '/routing/stronger/2 middle is named already',
    ]);
    expect(
      await problems({ stronger: ['middle'], difficulty: { path: 'a', hard: [1], model: 'large' } }),
    ).toEqual([400, '/routing/difficulty/model large is none of the stronger models']);
    for (const routing of [
      { stronger: [] },
      { stronger: ['middle'], confidenceBelow: 1.2 },
      { stronger: ['middle'], difficulty: { path: 'a', hard: [] } },
      { stronger: ['middle'], sometimes: true },
    ])
      expect((await put(routing)).status).toBe(400);
    expect((await call('GET', '/agents/routed')).status).toBe(404);
  });

  it('are in use: none of them can be archived, and a version that names one that is cannot be activated', async () => {
    expect((await put({ stronger: ['middle', 'large'] })).status).toBe(200);
    const refused = await call('DELETE', '/models/large');
    expect([refused.status, JSON.stringify(refused.body)]).toEqual([409, expect.stringContaining('routed')]);
    expect((await put({ stronger: ['middle'] })).body).toMatchObject({ version: 2 });
    expect((await call('POST', '/agents/routed/activate', { version: 2 })).status).toBe(200);
    expect((await call('DELETE', '/models/large')).status).toBe(204);
    expect((await call('POST', '/agents/routed/activate', { version: 1 })).body).toMatchObject({
      errors: [{ path: '/routing/stronger/1', message: 'names large, which is archived' }],
    });
  });
});
