// The installation endpoints of API v1, called in process on a real database: each answers as its own description says.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INSTALLATION_ENDPOINTS } from '@/lib/contract/installation-endpoints';
import { type DescribedApi, describedApi } from '@/lib/server/testing/described-api';
import {
  ADMIN,
  API_KEY,
  ENGINEER,
  startTestServer,
  type TestServer,
  VIEWER,
} from '@/lib/server/testing/test-server';

let server: TestServer;
let api: DescribedApi;

beforeAll(async () => {
  server = await startTestServer({ host: 'this-host' });
  api = await describedApi(server);
});
afterAll(() => server.close());

const ask: DescribedApi['ask'] = (...call) => api.ask(...call);

const UNSAID = {
  secondFactorRoles: [],
  reauthenticateFor: [],
  reauthenticateAbove: null,
  reauthenticateAboveUnit: {},
  reauthenticateMinutes: 5,
  linkHosts: [],
  plantedShare: 0,
  consideredLeast: 0.8,
};

describe('the installation endpoints', () => {
  it('tell everybody the version and whom to ask, and administrators what it runs on', async () => {
    const seen = await ask('readAbout', '/about', { as: VIEWER });
    expect(seen.body).toMatchObject({
      version: server.app.version,
      demo: true,
      administrators: [{ email: ADMIN }],
      details: null,
    });
    const { body } = await ask('readAbout', '/about', { as: ADMIN });
    expect(body.details).toMatchObject({ role: 'all', dispatcher: 'embedded', databaseConnections: 10 });
    expect(body.details.database.version).toMatch(/^\d+/);
    expect(body.details.database.sizeBytes).toBeGreaterThan(1_000_000);
    expect(body.details.workers).toMatchObject([{ host: 'this-host', live: true, runsOwned: 0 }]);
    const { env } = server.app;
    for (const secret of [API_KEY, env.databaseUrl, env.sessionSecret, env.adminPassword])
      expect(JSON.stringify(body)).not.toContain(secret);
    expect((await ask('readAbout', '/about')).status).toBe(401);
  });

  it('keep one name, by version, for administrators to say', async () => {
    expect((await ask('readSettings', '/settings', { as: VIEWER })).body).toEqual({
      ...UNSAID,
      displayName: null,
      zone: 'UTC',
      version: 0,
    });
    const body = { displayName: ' Support, production ' };
    expect((await ask('putSettings', '/settings', { as: ENGINEER, body })).status).toBe(403);
    const put = await ask('putSettings', '/settings', { as: ADMIN, body, headers: { 'if-match': '"0"' } });
    expect(put.body).toEqual({ ...UNSAID, displayName: 'Support, production', zone: 'UTC', version: 1 });
    expect((await ask('putSettings', '/settings', { as: ADMIN, body })).body.version).toBe(1);
    const read = await ask('readSettings', '/settings', { as: VIEWER });
    expect([read.body.displayName, read.headers.get('etag')]).toEqual(['Support, production', '"1"']);
    expect((await ask('putSettings', '/settings', { as: ADMIN, body: { displayName: '' } })).status).toBe(
      400,
    );
    await ask('putSettings', '/settings', { as: ADMIN, body: { displayName: null } });
    expect((await ask('readSettings', '/settings', { as: VIEWER })).body).toEqual({
      ...UNSAID,
      displayName: null,
      zone: 'UTC',
      version: 2,
    });
    const { body: audit } = await server.call('GET', '/api/v1/audit?action=settings.put', { as: ADMIN });
    expect(audit.items).toMatchObject([
      { before: { displayName: 'Support, production' }, after: { displayName: null } },
      { before: { displayName: null }, after: { displayName: 'Support, production' } },
    ]);
  });

  it('say in which zone days begin, of those that the database knows, and keep it where nothing is said of it', async () => {
    const put = (zone: string) =>
      ask('putSettings', '/settings', { as: ADMIN, body: { displayName: null, zone } });
    for (const wrong of ['Middle/Earth', '+02:00', '', 'europe/berlin', "UTC'"]) {
      const refused = await put(wrong);
      expect([refused.status, refused.body.errors?.[0]?.path], wrong).toEqual([400, '/zone']);
    }
    expect((await put('Europe/Berlin')).body).toEqual({
      ...UNSAID,
      displayName: null,
      zone: 'Europe/Berlin',
      version: 3,
    });
    const named = await ask('putSettings', '/settings', { as: ADMIN, body: { displayName: 'Here' } });
    expect(named.body).toEqual({ ...UNSAID, displayName: 'Here', zone: 'Europe/Berlin', version: 4 });
    const { body: audit } = await server.call('GET', '/api/v1/audit?action=settings.put', { as: ADMIN });
    expect(audit.items[1]).toMatchObject({ before: { zone: 'UTC' }, after: { zone: 'Europe/Berlin' } });
  });

  it('name the hosts to which texts of models may link, as a set of plain names', async () => {
    const put = (linkHosts: unknown) =>
      ask('putSettings', '/settings', { as: ADMIN, body: { displayName: 'Here', linkHosts } });
    for (const wrong of ['https://a.test', 'a.test:443', '*.a.test', 'A.test', 'a.test/', 'a.test.', ''])
      expect((await put([wrong])).status, wrong).toBe(400);
    expect((await put(Array.from({ length: 101 }, (_, i) => `h${i}.test`))).status).toBe(400);
    expect((await put(['b.test', 'a.test', 'b.test'])).body.linkHosts).toEqual(['a.test', 'b.test']);
    const { version } = (await put(['a.test', 'b.test'])).body;
    expect((await put(['b.test', 'a.test'])).body.version).toBe(version);
    expect((await ask('readSettings', '/settings', { as: VIEWER })).body.linkHosts).toEqual([
      'a.test',
      'b.test',
    ]);
  });

  it('have all been called', () => {
    expect([...api.called]).toEqual(expect.arrayContaining(Object.keys(INSTALLATION_ENDPOINTS)));
  });
});
