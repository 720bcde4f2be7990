// The console endpoints of API v1, called in process on a real database: each answers as its own description says.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONSOLE_ENDPOINTS } from '@/lib/contract/console-endpoints';
import { type DescribedApi, describedApi } from '@/lib/server/testing/described-api';
import {
  ADMIN,
  APPROVER,
  ENGINEER,
  OPERATOR,
  PASSWORD,
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

describe('the console endpoints', () => {
  it('says who asks, and ends sessions', async () => {
    const me = await ask('readMe', '/me', { as: OPERATOR });
    expect(me.body).toMatchObject({ kind: 'user', email: OPERATOR, role: 'operator' });
    expect((await ask('readMe', '/me', { as: 'key' })).body).toMatchObject({ kind: 'api_key', role: null });
    const sessions = await ask('listSessions', '/sessions', { as: VIEWER });
    const [own] = sessions.body.items;
    expect(own).toMatchObject({ current: true, userAgent: 'tests' });
    expect((await ask('revokeSession', `/sessions/${own.id}`, { as: OPERATOR })).status).toBe(404);
    expect((await ask('revokeSession', `/sessions/${own.id}`, { as: VIEWER })).status).toBe(204);
    expect((await ask('readMe', '/me', { as: VIEWER })).status).toBe(401);
  });

  it('sums up what needs a person', async () => {
    const finished = async (id: string) =>
      (await server.call('GET', `/api/v1/runs/${id}?wait=30`, { as: OPERATOR })).body;
    const started = async (amount: number) =>
      (await server.call('POST', '/api/v1/runs', { as: OPERATOR, body: refundOf(`ORD-${amount}`, amount) }))
        .body.id;
    expect((await finished(await started(40))).status).toBe('succeeded');
    const risky = await started(900);
    expect((await finished(risky)).status).toBe('waiting');
    const queue = await server.call('GET', `/api/v1/approvals?run=${risky}`, { as: APPROVER });
    const [{ id, payloadHash }] = queue.body.items;
    const waiting = async (as: string) => {
      const { approvals, needsPerson } = (await ask('readOverview', '/overview', { as })).body;
      return { pending: approvals.pending, putOff: approvals.putOff, shown: needsPerson.length };
    };
    const putOff = (until: string | null) =>
      server.call('POST', `/api/v1/approvals/${id}/snooze`, { as: APPROVER, body: { until } });
    expect((await putOff(new Date(Date.now() + 60_000).toISOString())).status).toBe(200);
    expect(await waiting(APPROVER)).toEqual({ pending: 0, putOff: 1, shown: 0 });
    expect(await waiting(OPERATOR)).toEqual({ pending: 1, putOff: 0, shown: 1 });
    expect(await waiting('key')).toEqual({ pending: 1, putOff: 0, shown: 1 });
    expect((await putOff(null)).status).toBe(200);
    expect(await waiting(APPROVER)).toEqual({ pending: 1, putOff: 0, shown: 1 });
    const body = { decision: 'approve', payloadHash };
    await server.call('POST', `/api/v1/approvals/${id}/decision`, { as: APPROVER, body });
    expect((await finished(risky)).status).toBe('succeeded');
    const overview = await ask('readOverview', '/overview?period=1h', { as: OPERATOR });
    expect(overview.body.runs.succeeded).toBeGreaterThanOrEqual(2);
    expect(overview.body.period.humanDecisions).toBe(1);
    expect(overview.body.spend.totalMicroUsd).toBeGreaterThan(0);
  });

  it('ends all sessions of a person at once, or all of one’s own but the one that asks', async () => {
    const cookies = [];
    for (let i = 0; i < 3; i += 1) cookies.push(await server.cookieOf(ENGINEER, PASSWORD));
    const status = async (cookie = '') =>
      (await server.call('GET', '/api/v1/me', { headers: { cookie } })).status;
    const [first = ''] = cookies;
    const here = { headers: { cookie: first } };
    const ended = await ask('revokeSessions', '/sessions?keep=current', here);
    expect(ended.body.ended).toBeGreaterThanOrEqual(2);
    expect(await Promise.all(cookies.map(status))).toEqual([200, 401, 401]);
    expect((await ask('revokeSessions', `/sessions?user=${ENGINEER}`, { as: APPROVER })).status).toBe(403);
    expect((await ask('revokeSessions', '/sessions?user=nobody@example.com', { as: ADMIN })).status).toBe(
      404,
    );
    expect((await ask('revokeSessions', `/sessions?user=${ENGINEER}`, { as: ADMIN })).body).toEqual({
      ended: 1,
    });
    expect(await status(first)).toBe(401);
    expect((await ask('revokeSessions', '/sessions', { as: 'key' })).status).toBe(403);
    const own = { headers: { cookie: await server.cookieOf(ENGINEER, PASSWORD) } };
    expect((await ask('revokeSessions', '/sessions', own)).body).toEqual({ ended: 1 });
    expect((await server.call('GET', '/api/v1/me', own)).status).toBe(401);
  });

  it('shows and ends the sessions of others to administrators only', async () => {
    const all = await ask('listSessions', '/sessions?user=*', { as: ADMIN });
    const emails = all.body.items.map(({ user }: { user: { email: string } }) => user.email);
    expect(emails).toEqual(expect.arrayContaining([ADMIN, OPERATOR]));
    const theirs = await ask('listSessions', `/sessions?user=${OPERATOR}`, { as: ADMIN });
    expect(theirs.body.items).toMatchObject([{ current: false, user: { email: OPERATOR } }]);
    expect((await ask('listSessions', `/sessions?user=${ADMIN}`, { as: OPERATOR })).status).toBe(403);
    expect((await ask('listSessions', '/sessions?user=*', { as: OPERATOR })).status).toBe(403);
    expect((await ask('listSessions', '/sessions?user=nobody@example.com', { as: ADMIN })).status).toBe(404);
    const [{ id }] = theirs.body.items;
    expect((await ask('revokeSession', `/sessions/${id}`, { as: APPROVER })).status).toBe(404);
    expect((await ask('revokeSession', `/sessions/${id}`, { as: ADMIN })).status).toBe(204);
    expect((await ask('readMe', '/me', { as: OPERATOR })).status).toBe(401);
    expect((await ask('revokeSession', `/sessions/${id}`, { as: ADMIN })).status).toBe(404);
  });

  it('describes itself', async () => {
    expect((await ask('readOpenApi', '/openapi.json')).body.openapi).toBe('3.1.0');
  });

  it('have all been called', () => {
    expect([...api.called]).toEqual(expect.arrayContaining(Object.keys(CONSOLE_ENDPOINTS)));
  });
});
