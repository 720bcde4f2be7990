// The endpoints of errors, called in process on a real database: what failed is counted by cause, also where the run went on and ended well.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ERROR_ENDPOINTS } from '@/lib/contract/error-endpoints';
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

beforeAll(async () => {
  server = await startTestServer();
  api = await describedApi(server);
});
afterAll(() => server.close());

const ask: DescribedApi['ask'] = (...call) => api.ask(...call);
const control = (method: 'POST' | 'DELETE', path: string, body?: unknown) =>
  server.simulator.send(method, `/control/${path}`, body);

async function ended(order: string): Promise<{ id: string; status: string }> {
  const { body } = await server.call('POST', '/api/v1/runs', { as: OPERATOR, body: refundOf(order, 40) });
  return whenEnded(body.id);
}
async function whenEnded(id: string, status?: string): Promise<{ id: string; status: string }> {
  return vi.waitUntil(
    async () => {
      const { body: run } = await server.call('GET', `/api/v1/runs/${id}`, { as: VIEWER });
      return run.finishedAt !== null && (status === undefined || run.status === status) && run;
    },
    { timeout: 30_000 },
  );
}
/** Sums follow commits a moment later. */
const listed = (query: string, isMeant: (items: Group[]) => boolean): Promise<Group[]> =>
  vi.waitUntil(
    async () => {
      const { body } = await ask('listErrors', `/errors${query}`, { as: VIEWER });
      return isMeant(body.items) && body.items;
    },
    { timeout: 20_000 },
  );
type Group = {
  fingerprint: string;
  code: string;
  count: number;
  firstAt: string;
  lastAt: string;
  deadLetters: number;
  runs: { total: number; succeeded: number; failed: number; open: number };
  sample: { runId: string; step: number | null };
};

describe('errors', () => {
  const failed: string[] = [];
  it('are counted by cause: of runs that failed, and of one that ended well in spite of it', async () => {
    await control('POST', 'faults', { service: 'model', fault: 'error_before', status: 401 });
    for (const order of ['ORD-1001', 'ORD-1002']) failed.push((await ended(order)).id);
    await control('DELETE', 'faults');
    await control('POST', 'faults', { service: 'model', fault: 'error_before', status: 503, times: 1 });
    const recovered = await ended('ORD-1003');
    expect(recovered.status).toBe('succeeded');

    const groups = await listed(
      '',
      (items) => items.length === 2 && items.every(({ runs }) => runs.open === 0),
    );
    expect(groups).toMatchObject([
      { code: 'http_503', tool: null, count: 3, runs: { total: 1, succeeded: 1, failed: 0 }, deadLetters: 0 },
      { code: 'http_401', tool: null, count: 2, runs: { total: 2, succeeded: 0, failed: 2 }, deadLetters: 2 },
    ]);
    expect(groups[0]).toMatchObject({ sample: { runId: recovered.id, step: expect.any(Number) } });
    expect(groups[1]).toMatchObject({ versions: [{ agent: 'refunds', version: 1, called: 1, count: 2 }] });
  });

  it('are found by time, agent, version, model, code and text, sorted and paged', async () => {
    const codes = async (query: string) =>
      (await ask('listErrors', `/errors${query}`, { as: VIEWER })).body.items.map(({ code }: Group) => code);
    expect(await codes('?sort=count')).toEqual(['http_503', 'http_401']);
    expect(await codes('?sort=runs&agent=refunds&version=1')).toEqual(['http_401', 'http_503']);
    expect(await codes('?agent=nobody')).toEqual([]);
    expect(await codes('?version=2')).toEqual([]);
    expect(await codes('?code=http_503')).toEqual(['http_503']);
    expect(await codes('?tool=payments.refund')).toEqual([]);
    expect(await codes('?q=HTTP_4')).toEqual(['http_401']);
    const [newest] = await listed('?limit=1', ({ length }) => length === 1);
    expect(await codes(`?until=${newest?.firstAt}`)).toEqual(['http_401']);
    expect(await codes(`?since=${newest?.lastAt}`)).toEqual(['http_503']);
    for (const sort of ['lastSeen', 'count', 'runs']) {
      const first = await ask('listErrors', `/errors?sort=${sort}&limit=1`, { as: VIEWER });
      const next = `/errors?sort=${sort}&limit=1&cursor=${first.body.nextCursor}`;
      const rest = await ask('listErrors', next, { as: VIEWER });
      expect([...first.body.items, ...rest.body.items].map(({ code }: Group) => code).toSorted()).toEqual([
        'http_401',
        'http_503',
      ]);
      expect(rest.body.nextCursor).toBeNull();
    }
    const wrong = await ask('listErrors', '/errors?cursor=bm8', { as: VIEWER });
    expect(wrong.status).toBe(400);
  });

  it('are exported as they are listed', async () => {
    const { body } = await ask('listErrors', '/errors?code=http_401', { as: VIEWER });
    const json = await ask('exportErrors', '/errors/export?code=http_401&format=json', { as: VIEWER });
    expect(json.body.map(({ fingerprint }: Group) => fingerprint)).toEqual([body.items[0].fingerprint]);
    const csv = await server.call('GET', '/api/v1/errors/export?code=http_401', { as: VIEWER });
    expect(csv.status).toBe(200);
  });

  it('tell their group, and a run tells what failed in it', async () => {
    const [group] = await listed('?code=http_401', ({ length }) => length === 1);
    const path = `/errors/${group?.fingerprint}`;
    expect((await ask('readError', path, { as: VIEWER })).body).toMatchObject({ code: 'http_401', count: 2 });
    expect((await ask('readError', `${path}?agent=nobody`, { as: VIEWER })).status).toBe(404);
    expect((await ask('readError', '/errors/0000000000000000', { as: VIEWER })).status).toBe(404);
    const { body } = await ask('readRunErrors', `/runs/${failed[0]}/errors`, { as: VIEWER });
    expect(body.items).toMatchObject([
      { step: 1, fingerprint: group?.fingerprint, count: 1, seen: 2, runs: 2 },
    ]);
    const missing = '/runs/0194f1c2-0000-7000-8000-00000000abcd/errors';
    expect((await ask('readRunErrors', missing, { as: VIEWER })).status).toBe(404);
  });

  it('narrow runs, and a bulk redrive takes exactly those that wait on account of one', async () => {
    const [group] = await listed('?code=http_401', ({ length }) => length === 1);
    const { fingerprint } = group ?? { fingerprint: '' };
    const runs = await server.call('GET', `/api/v1/runs?error=${fingerprint}`, { as: VIEWER });
    expect(runs.body.items.map(({ id }: { id: string }) => id)).toEqual(failed.toReversed());
    const count = await server.call('GET', `/api/v1/runs/count?cause=${fingerprint}`, { as: VIEWER });
    expect(count.body.count).toBe(2);
    const bulk = await server.call('POST', '/api/v1/runs/bulk', {
      as: OPERATOR,
      body: {
        action: 'redrive',
        filter: { cause: fingerprint },
        reason: 'The key is renewed.',
        expectedCount: 2,
      },
    });
    expect(bulk.status).toBe(202);
    for (const id of failed) await whenEnded(id, 'succeeded');
    const after = await listed('?code=http_401', ([one]) => one?.runs.succeeded === 2);
    expect(after).toMatchObject([
      { count: 2, runs: { total: 2, succeeded: 2, failed: 0, open: 0 }, deadLetters: 0 },
    ]);
  });

  it('have all been called', () => {
    expect([...api.called]).toEqual(expect.arrayContaining(Object.keys(ERROR_ENDPOINTS)));
  });
});
