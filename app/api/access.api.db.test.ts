// The access endpoints of API v1, called in process on a real database: each answers as its own description says.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCESS_ENDPOINTS } from '@/lib/contract/access-endpoints';
import { type DescribedApi, describedApi } from '@/lib/server/testing/described-api';
import {
  ADMIN,
  type Answered,
  ENGINEER,
  startTestServer,
  type TestServer,
} from '@/lib/server/testing/test-server';

let server: TestServer;
let api: DescribedApi;

beforeAll(async () => {
  server = await startTestServer();
  api = await describedApi(server);
});
afterAll(() => server.close());

const ask: DescribedApi['ask'] = (...call) => api.ask(...call);
const idOf = (answer: Answered): string => answer.body.id;

describe('the access endpoints', () => {
  it('makes API keys that act for their maker, and ends them', async () => {
    const body = { name: 'ci', scopes: ['runs:read'], expiresAt: null };
    const made = await ask('createApiKey', '/api-keys', { as: ADMIN, body });
    expect(made.body.key).toMatch(/^bh_[0-9a-f]{8}_[\w-]{43}$/);
    const headers = { authorization: `Bearer ${made.body.key}` };
    expect((await ask('readMe', '/me', { headers })).body).toMatchObject({
      name: 'ci',
      scopes: ['runs:read'],
    });
    const listed = await ask('listApiKeys', '/api-keys', { as: ADMIN });
    expect(listed.body.items.map((key: { id: string }) => key.id)).toEqual([idOf(made)]);
    expect(JSON.stringify(listed.body)).not.toContain(made.body.key);
    const why = {
      as: ADMIN,
      body: { reason: ' It leaked, and the key is an-environment-key-of-some-length. ' },
    };
    const tooLong = { as: ADMIN, body: { reason: 'x'.repeat(501) } };
    expect((await ask('revokeApiKey', `/api-keys/${idOf(made)}`, tooLong)).body.errors).toMatchObject([
      { path: '/reason' },
    ]);
    expect((await ask('revokeApiKey', `/api-keys/${idOf(made)}`, why)).status).toBe(204);
    const event = await server.app.db.prisma.auditEvent.findFirst({ where: { action: 'api_key.revoke' } });
    expect(event?.reason).toBe('It leaked, and the key is [secret:BULKHEAD_API_KEY].');
    expect((await ask('revokeApiKey', `/api-keys/${idOf(made)}`, { as: ADMIN })).status).toBe(404);
    expect((await ask('readMe', '/me', { headers })).status).toBe(401);
    const past = { ...body, expiresAt: '2020-01-01T00:00:00.000Z' };
    expect((await ask('createApiKey', '/api-keys', { as: ADMIN, body: past })).status).toBe(400);
    expect((await ask('createApiKey', '/api-keys', { as: ENGINEER, body })).status).toBe(403);
  });

  it('give a key no scope that its maker lacks, and make no administrator for anybody but one', async () => {
    const body = { name: 'people', scopes: ['people:write'], expiresAt: null };
    const { key } = (await ask('createApiKey', '/api-keys', { as: ADMIN, body })).body;
    const headers = { authorization: `Bearer ${key}` };
    const wider = { ...body, scopes: ['people:write', 'admin'] };
    expect((await ask('createApiKey', '/api-keys', { headers, body: wider })).body).toMatchObject({
      code: 'forbidden',
      data: { scope: 'admin' },
    });
    expect((await ask('createApiKey', '/api-keys', { headers, body })).status).toBe(201);
    const put = (email: string, role: string) =>
      server.call('PUT', `/api/v1/users/${email}`, { headers, body: { role } });
    expect((await put('new@example.com', 'admin')).status).toBe(403);
    expect((await put(ADMIN, 'viewer')).status).toBe(403);
    expect((await server.call('POST', `/api/v1/users/${ADMIN}/reset-password`, { headers })).status).toBe(
      403,
    );
    expect((await put('new@example.com', 'operator')).status).toBe(200);
  });

  it('have all been called', () => {
    expect([...api.called]).toEqual(expect.arrayContaining(Object.keys(ACCESS_ENDPOINTS)));
  });
});
