// Agents with stronger models, on a real database: what a definition may not say, that no model in use is archived, and what a run says of its way.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENGINEER, OPERATOR, startTestServer, type TestServer } from '@/lib/server/testing/test-server';

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

describe('a run of an agent with stronger models', () => {
  const dollars = (inputMicroUsdPerMTok: number, outputMicroUsdPerMTok: number) => ({
    inputMicroUsdPerMTok,
    outputMicroUsdPerMTok,
  });

  it('asks the next one where the first is not sure, and says what that cost and saved', async () => {
    const { definition } = (await call('GET', '/agents/refunds')).body;
    const own = (await call('GET', `/models/${definition.model}`)).body.definition;
    const models = {
      cheap: ['sim-scripted-1', dollars(1_000_000, 2_000_000)],
      dear: ['sim-echo-1', dollars(10_000_000, 20_000_000)],
    } as const;
    for (const [name, [model, prices]] of Object.entries(models))
      expect((await call('PUT', `/models/${name}`, { ...own, model, prices })).status).toBe(200);
    const agent = {
      description: 'Says what it thinks.',
      prompt: 'You say what you think.',
      model: 'cheap',
      routing: { stronger: ['dear'], confidenceBelow: 0.6 },
      inputSchema: { type: 'object' },
    };
    expect((await call('PUT', '/agents/climber', agent)).status).toBe(200);
    const script = [{ output: { answer: 'Perhaps.' }, decision: { confidence: 0.2, reasoning: 'A guess.' } }];
    const started = await server.call('POST', '/api/v1/runs', {
      as: OPERATOR,
      body: { agent: 'climber', input: { script } },
    });
    const { id, status } = (await call('GET', `/runs/${started.body.id}?wait=30`)).body;
    expect(status).toBe('succeeded');
    const { items } = (await call('GET', `/runs/${id}/steps`)).body;
    const [first, second, last] = items;
    expect(first).toMatchObject({
      model: 'cheap',
      status: 'succeeded',
      setAside: true,
      topMicroUsd: 0,
      route: { rung: 0, top: 1, why: { reason: 'first' } },
    });
    expect(JSON.stringify(first.setAsideAnswer)).toContain('Perhaps.');
    expect(second).toMatchObject({
      model: 'dear',
      setAside: false,
      setAsideAnswer: null,
      route: { rung: 1, why: { reason: 'confidence', step: 1, confidence: 0.2, below: 0.6 } },
    });
    expect(second.topMicroUsd).toBe(second.costMicroUsd);
    expect(last).toMatchObject({ kind: 'finish', route: null, topMicroUsd: null });
    const { total } = (await call('GET', '/spend?agent=climber')).body;
    expect(first.costMicroUsd).toBeGreaterThan(0);
    expect(total).toMatchObject({
      costMicroUsd: first.costMicroUsd + second.costMicroUsd,
      setAsideMicroUsd: first.costMicroUsd,
      routedMicroUsd: total.costMicroUsd,
      savedMicroUsd: -first.costMicroUsd,
      failedMicroUsd: 0,
    });
    const sure = [
      { output: { answer: 'So it is.' }, decision: { confidence: 0.9, reasoning: 'It says so.' } },
    ];
    const again = await server.call('POST', '/api/v1/runs', {
      as: OPERATOR,
      body: { agent: 'climber', input: { script: sure } },
    });
    await call('GET', `/runs/${again.body.id}?wait=30`);
    const [only] = (await call('GET', `/runs/${again.body.id}/steps`)).body.items;
    expect(only.topMicroUsd).toBe(10 * only.costMicroUsd);
    const after = (await call('GET', '/spend?agent=climber')).body.total;
    expect(after.savedMicroUsd).toBe(9 * only.costMicroUsd - first.costMicroUsd);
  });
});
