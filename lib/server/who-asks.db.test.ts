// Who may ask: sessions, keys, scopes, origins, methods, rates.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../store/database';
import { putApiKey } from '../store/write/api-keys';
import {
  API_KEY,
  ENGINEER,
  OPERATOR,
  refundOf,
  startTestServer,
  type TestServer,
  VIEWER,
} from './testing/test-server';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

describe('who asks', () => {
  const get = (path: string, headers: Record<string, string>) =>
    server.call('GET', `/api/v1${path}`, { headers });

  it('is told 401 without a session or with a key that is none of ours', async () => {
    const answer = await server.call('GET', '/api/v1/runs');
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    for (const authorization of [
      'Bearer',
      'Bearer x',
      `Bearer ${API_KEY}x`,
      'Basic abc',
      `Bearer bh_abcdefgh_${'x'.repeat(40)}`,
    ])
      expect((await get('/me', { authorization })).status, authorization).toBe(401);
    expect((await get('/me', { cookie: 'next-auth.session-token=forged' })).status).toBe(401);
  });

  it('is told 403 with what it needs', async () => {
    const answer = await server.call('POST', '/api/v1/runs', { as: VIEWER, body: refundOf('ORD-1', 1) });
    expect(answer.body).toMatchObject({
      status: 403,
      code: 'forbidden',
      detail: 'This needs the role operator, approver, engineer or admin.',
    });
    const put = await server.call('PUT', '/api/v1/secrets/A_KEY', {
      as: OPERATOR,
      body: { value: 'abcdefgh' },
    });
    expect(put.status).toBe(403);
    expect((await server.call('GET', '/api/v1/secrets', { as: OPERATOR })).status).toBe(403);
  });

  it('may not use a session from another site', async () => {
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    const answer = await server.call('POST', '/api/v1/runs', {
      as: OPERATOR,
      body: refundOf('ORD-1', 1),
      headers: foreign,
    });
    expect(answer.body).toMatchObject({ status: 403, detail: expect.stringContaining('own pages') });
    expect((await server.call('GET', '/api/v1/runs', { as: OPERATOR, headers: foreign })).status).toBe(200);
  });

  it('holds a key to its scopes, its end, its revocation and the role of its person', async () => {
    const { app } = server;
    const secret = 's'.repeat(40);
    const engineer = await server.call('GET', '/api/v1/me', { as: ENGINEER });
    const key = async (prefix: string, over: object) => {
      const token = `bh_${prefix}_${secret}`;
      await inTransaction(app.db, 'test', (tx) =>
        putApiKey(tx, {
          id: app.ids.timeOrdered(),
          name: 'ci',
          prefix,
          hash: app.hash(token),
          scopes: ['runs:read', 'agents:write', 'approvals:decide'],
          userId: null,
          createdBy: { kind: 'system', id: 'runtime', label: 'test' },
          expiresAt: null,
          ...over,
        }),
      );
      return { authorization: `Bearer ${token}` };
    };
    const own = await key('aaaaaaaa', {});
    expect((await get('/runs', own)).status).toBe(200);
    expect((await get('/tools', own)).body).toMatchObject({
      detail: 'This key does not have the scope tools:read.',
    });
    expect((await get('/runs', { authorization: `${own.authorization}x` })).status).toBe(401);
    expect(
      (await get('/runs', await key('bbbbbbbb', { expiresAt: '2020-01-01T00:00:00.000Z' }))).status,
    ).toBe(401);
    const persons = await key('cccccccc', { userId: engineer.body.id });
    expect((await get('/me', persons)).body.scopes).toEqual(['runs:read', 'agents:write']);
  });

  it('is refused other methods with those that exist', async () => {
    const answer = await server.call('PATCH', '/api/v1/runs', { as: 'key' });
    expect([answer.status, answer.headers.get('allow'), answer.body.code]).toEqual([
      405,
      'GET, POST',
      'method_not_allowed',
    ]);
  });

  it('is slowed down when it guesses keys, whatever address it claims; a good key behind the same address is not', async () => {
    const { rates } = server.app;
    const good = await server.call('GET', '/api/v1/me', { as: 'key' });
    for (let i = 0; i < 1_000 && rates.addresses.take('127.0.0.1') === 0; i += 1);
    const guess = (n: number) =>
      get('/me', {
        authorization: `Bearer bh_abcdefgh_${String(n).padStart(40, 'x')}`,
        'x-forwarded-for': `10.0.0.${n}`,
      });
    const answers = await Promise.all([1, 2, 3, 4, 5].map(guess));
    expect(answers.map(({ status }) => status)).toContain(429);
    expect([good.status, (await server.call('GET', '/api/v1/me', { as: 'key' })).status]).toEqual([200, 200]);
  });

  it('is slowed down when it guesses the internal token', async () => {
    for (let i = 0; i < 1_000 && server.app.rates.addresses.take('127.0.0.1') === 0; i += 1);
    const headers = { authorization: 'Bearer guess' };
    const answers = await Promise.all(
      [1, 2, 3].map(() => server.call('POST', '/api/internal/advance', { headers })),
    );
    expect(answers.map(({ status }) => status)).toContain(429);
  });

  it('is slowed down when it asks without pause', async () => {
    const { addresses } = server.app.rates;
    for (let i = 0; i < 1_000 && addresses.take('127.0.0.1') === 0; i += 1);
    const answer = await server.call('GET', '/api/v1/me');
    expect([answer.status, answer.body.code]).toEqual([429, 'rate_limited']);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  });
});
