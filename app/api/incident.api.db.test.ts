// The incident endpoints of API v1, called in process on a real database: the same plan without and with Bulkhead, counted by the receivers.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IncidentReport } from '@/lib/contract/incident';
import { INCIDENT_ENDPOINTS } from '@/lib/contract/incident-endpoints';
import { type DescribedApi, describedApi } from '@/lib/server/testing/described-api';
import { OPERATOR, startTestServer, type TestServer, VIEWER } from '@/lib/server/testing/test-server';

let server: TestServer;
let api: DescribedApi;

beforeAll(async () => {
  server = await startTestServer();
  api = await describedApi(server);
});
afterAll(() => server.close());

const ask: DescribedApi['ask'] = (...call) => api.ask(...call);

async function reportOf(name: string): Promise<IncidentReport> {
  const begun = await ask('runIncident', `/incidents/${name}/run`, { as: OPERATOR });
  expect(begun.body).toMatchObject({ incident: name, status: 'running', unprotected: null, bulkhead: null });
  const read = async () =>
    (await ask('readIncidentReport', `/incident-reports/${begun.body.id}`, { as: VIEWER })).body;
  await expect.poll(async () => (await read()).status, { timeout: 30_000, interval: 100 }).toBe('finished');
  return read();
}

describe('the incident endpoints', () => {
  it.each([
    // The scheduler fired twice, each of four channels lost two replies, and one limits the rate for a while.
    ['chat-storm', { wanted: 5, done: 16, duplicated: 12, lost: 1 }],
    ['duplicate-refund', { wanted: 3, done: 6, duplicated: 3, lost: 0 }],
    ['ticket-race', { wanted: 4, done: 8, duplicated: 4, lost: 0 }],
  ])('%s: duplicated and lost without Bulkhead, once with it', async (name, unprotected) => {
    const report = await reportOf(name);
    const { wanted } = unprotected;
    expect(report.unprotected).toMatchObject(unprotected);
    expect(report.bulkhead).toMatchObject({ wanted, done: wanted, duplicated: 0, lost: 0 });
    expect(report.bulkhead?.agents.map(({ ok }) => ok)).not.toContain(false);
    const rules = (await server.simulator.get('/control/faults')).body.rules;
    expect(rules).toEqual([]);
  });

  it('lists each with its latest report, and refuses a second one that is under way', async () => {
    const { body } = await ask('readIncidents', '/incidents', { as: VIEWER });
    expect(body.items.map((item: { latest: IncidentReport }) => item.latest.status)).toEqual([
      'finished',
      'finished',
      'finished',
    ]);
    const first = await ask('runIncident', '/incidents/ticket-race/run', { as: OPERATOR });
    const second = await ask('runIncident', '/incidents/ticket-race/run', { as: OPERATOR });
    expect([first.status, second.status, second.body.code]).toEqual([202, 409, 'conflict']);
    expect((await ask('runIncident', '/incidents/ticket-race/run', { as: VIEWER })).status).toBe(403);
    const ended = async () =>
      (await ask('readIncidentReport', `/incident-reports/${first.body.id}`, { as: VIEWER })).body.status;
    await expect.poll(ended, { timeout: 30_000, interval: 100 }).toBe('finished');
  });

  it('have all been called', () => {
    expect([...api.called]).toEqual(expect.arrayContaining(Object.keys(INCIDENT_ENDPOINTS)));
  });
});
