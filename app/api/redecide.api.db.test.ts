// Recorded runs decided anew, over planted refunds of 250, 350, 450 and 600: exactly what changed is named, and nothing is written.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RedecidedRun } from '@/lib/contract/redecide';
import { REDECIDE_ENDPOINTS } from '@/lib/contract/redecide-endpoints';
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
const runs = new Map<number, string>();

const askAbove = (ask: string, hundredths: number) =>
  `${ask}\n@id("refunds.threshold")\n@message("Refunds above ${hundredths / 100} EUR are asked about.")\npermit (principal, action == Action::"payments.refund", resource) when { context has amount && context.amount > ${hundredths} };`;
let shipped: { floor: string; permit: string; ask: string };

beforeAll(async () => {
  server = await startTestServer();
  api = await describedApi(server);
  const { body } = await server.call('GET', '/api/v1/policies', { as: ADMIN });
  shipped = body.active.texts;
  await publish(50_000);
  const { body: agent } = await server.call('GET', '/api/v1/agents/refunds', { as: ADMIN });
  const escalation = { ...agent.definition.escalation, amountAbove: 10_000, confidenceBelow: 0 };
  for (const maxToolCalls of [agent.definition.limits.maxToolCalls, 1]) {
    const limits = { ...agent.definition.limits, maxToolCalls };
    const put = await server.call('PUT', '/api/v1/agents/refunds', {
      as: ENGINEER,
      body: { ...agent.definition, escalation, limits },
    });
    versions.push(put.body.version);
  }
  await server.call('POST', '/api/v1/agents/refunds/activate', {
    as: ENGINEER,
    body: { version: versions[0] },
  });
  for (const amount of [250, 350, 450, 600]) {
    const started = await server.call('POST', '/api/v1/runs', {
      as: OPERATOR,
      body: refundOf(`ORD-9${amount}`, amount),
    });
    runs.set(amount, started.body.id);
    await vi.waitUntil(async () => ['succeeded', 'waiting'].includes(await statusOf(amount)), {
      timeout: 30_000,
    });
  }
}, 180_000);
afterAll(() => server.close());

const versions: number[] = [];
const idOf = (amount: number) => runs.get(amount) ?? '';
const amountOf = (id: string) => [...runs].find(([, one]) => one === id)?.[0];
const statusOf = async (amount: number): Promise<string> =>
  (await server.call('GET', `/api/v1/runs/${idOf(amount)}`, { as: VIEWER })).body.status;
async function publish(hundredths: number): Promise<void> {
  const { body: now } = await server.call('GET', '/api/v1/policies', { as: ADMIN });
  const texts = { ...shipped, ask: askAbove(shipped.ask, hundredths) };
  const put = await server.call('PUT', '/api/v1/policies/draft', {
    as: ADMIN,
    body: texts,
    headers: { 'if-match': `"${now.draft.revision}"` },
  });
  expect(put.status).toBe(200);
  const done = await server.call('POST', '/api/v1/policies/publish', {
    as: ADMIN,
    body: { reason: 'A test' },
    headers: { 'if-match': `"${now.revision}"` },
  });
  expect(done.status).toBe(200);
}
const draftOf = async (hundredths: number) => {
  const { body: now } = await server.call('GET', '/api/v1/policies', { as: ADMIN });
  return server.call('PUT', '/api/v1/policies/draft', {
    as: ADMIN,
    body: { ...shipped, ask: askAbove(shipped.ask, hundredths) },
    headers: { 'if-match': `"${now.draft.revision}"` },
  });
};
const redecide = (amount: number, body: object) =>
  api.ask('redecideRun', `/runs/${idOf(amount)}/redecide`, { as: VIEWER, body });
const redecideAll = (body: object) => api.ask('redecideRuns', '/runs/redecide', { as: VIEWER, body });
async function traces() {
  const { rows } = await server.app.db.pool.query(
    `SELECT (SELECT count(*) FROM checkpoint)::int AS rows, (SELECT count(*) FROM approval)::int AS approvals, (SELECT count(*) FROM audit_event)::int AS audit,
      (SELECT count(*) FROM effect)::int AS effects`,
  );
  return rows[0];
}

describe('the policy backtest', () => {
  it('says of a threshold of 500 that becomes 300 that it newly asks for exactly 350 and 450', async () => {
    const asked = { as: ENGINEER, body: { texts: { ...shipped, ask: askAbove(shipped.ask, 30_000) } } };
    const { body } = await server.call('POST', '/api/v1/policies/backtest', asked);
    const found = body.differences.map(({ runId, amount }: { runId: string; amount: number }) => [
      amountOf(runId),
      amount,
    ]);
    expect(found.sort()).toEqual([
      [350, 350],
      [450, 450],
    ]);
    for (const one of body.differences)
      expect(one).toMatchObject({
        tool: 'payments.refund',
        active: { effect: 'permit' },
        draft: { effect: 'ask', rules: ['refunds.threshold'] },
      });
  });
});

describe('one run', () => {
  it('is the same under what it was recorded under', async () => {
    const before = await traces();
    for (const amount of runs.keys()) {
      const { status, body } = await redecide(amount, {});
      expect([status, body.differences, body.unrecorded, body.firstDivergence]).toEqual([200, [], [], null]);
      expect(body.looked.admissions).toBeGreaterThan(1);
    }
    expect(await traces()).toEqual(before);
  });

  it('asks a person under the draft, from the step on that it names for a fork', async () => {
    await draftOf(30_000);
    const { body } = await redecide(350, { policyVersion: 'draft' });
    expect(body).toMatchObject({ policyVersion: 'draft', more: 0, unrecorded: [] });
    expect(body.differences).toHaveLength(1);
    expect(body.firstDivergence).toMatchObject({
      kind: 'admission',
      tool: 'payments.refund',
      course: 'asks_person',
      recorded: { verdict: 'admit' },
      now: { verdict: 'await_approval', reasons: [{ rule: 'refunds.threshold' }] },
    });
    expect(body.fork).toEqual({ step: body.firstDivergence.step });
    expect((await redecide(250, { policyVersion: 'draft' })).body.differences).toEqual([]);
    const { body: shippedFirst } = await redecide(600, { policyVersion: 1 });
    expect(shippedFirst.differences).toMatchObject([
      { recorded: { verdict: 'await_approval' }, now: { verdict: 'admit' }, course: 'needs_fork' },
    ]);
  });

  it('stops at a bound of another version', async () => {
    const { body } = await redecide(250, { version: versions[1] });
    expect(body.firstDivergence).toMatchObject({ kind: 'limit', course: 'stops', now: { verdict: 'bound' } });
  });

  it('refuses versions that there are not', async () => {
    expect(await redecide(250, { version: 999 })).toMatchObject({
      status: 400,
      body: { errors: [{ path: '/version' }] },
    });
    expect(await redecide(250, { policyVersion: 999 })).toMatchObject({
      status: 400,
      body: { errors: [{ path: '/policyVersion' }] },
    });
  });
});

describe('the runs of a filter', () => {
  it('are told one by one with their first divergence, page by page, and counted', async () => {
    await draftOf(30_000);
    const filter = { agent: 'refunds', id: [...runs.values()] };
    const found: RedecidedRun[] = [];
    let cursor: string | null = null;
    let asks = 0;
    do {
      const body: { policyVersion: string; limit: number; cursor?: string; filter: object } = {
        filter,
        policyVersion: 'draft',
        limit: 3,
        ...(cursor === null ? {} : { cursor }),
      };
      const answer = await redecideAll(body);
      expect(answer.status).toBe(200);
      found.push(...answer.body.runs);
      // The one of 600 is asked about as before, in other words.
      for (const one of answer.body.counts) if (one.course === 'asks_person') asks += one.runs;
      cursor = answer.body.cursor;
    } while (cursor !== null);
    expect(found).toHaveLength(4);
    const parted = found.filter(({ firstDivergence }) => firstDivergence !== null);
    expect(parted.map(({ runId }) => amountOf(runId)).sort()).toEqual([350, 450]);
    expect(asks).toBe(2);
  });

  it('are told of one whose journal is lost, and the others all the same', async () => {
    const load = server.app.store.loadJournal.bind(server.app.store);
    const spy = vi
      .spyOn(server.app.store, 'loadJournal')
      .mockImplementation((id) => (id === idOf(450) ? Promise.resolve([]) : load(id)));
    const { status, body } = await redecideAll({ filter: { agent: 'refunds', id: [...runs.values()] } });
    expect([status, body.runs.length]).toEqual([200, 4]);
    for (const { runId, problem } of body.runs)
      expect(problem).toBe(runId === idOf(450) ? 'Nothing is left of the journal of this run.' : null);
    expect(await redecide(450, {})).toMatchObject({ status: 409, body: { code: 'conflict' } });
    spy.mockRestore();
  });

  it('need a filter, and an agent where a version of it is meant', async () => {
    expect((await redecideAll({ filter: {} })).status).toBe(400);
    expect(await redecideAll({ filter: { status: ['succeeded'] }, version: 1 })).toMatchObject({
      status: 400,
      body: { errors: [{ path: '/filter/agent' }] },
    });
  });
});

it('have all been called', () => {
  expect([...api.called]).toEqual(expect.arrayContaining(Object.keys(REDECIDE_ENDPOINTS)));
});
