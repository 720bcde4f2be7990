// What an installation exports is what the check of files reads, also where something in it has become a secret.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sha256 } from '../../lib/ports/testing/sha256';
import { callRoute } from '../../lib/server/testing/route-table';
import { ADMIN, startTestServer, type TestServer } from '../../lib/server/testing/test-server';
import { verifyFile } from './verify-file';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

it.each(['jsonl', 'json'])(
  'an export as %s is whole by itself, but for what it withholds',
  async (format) => {
    const value = `was-no-secret-yet-${format}`;
    const settings = { as: ADMIN, body: { displayName: value } };
    expect((await server.call('PUT', '/api/v1/settings', settings)).status).toBe(200);
    await server.call('PUT', `/api/v1/secrets/LATER_${format.toUpperCase()}`, { as: ADMIN, body: { value } });
    const asked = await server.request('GET', `/api/v1/audit/export?format=${format}`, { as: ADMIN });
    const text = await (await callRoute(asked)).text();
    expect(text).not.toContain(value);
    const newest = await server.call('GET', '/api/v1/audit?limit=1', { as: ADMIN });
    const [{ seq: last, hash: expectedHead }] = newest.body.items;
    const verdict = await verifyFile(text.split('\n'), { hash: sha256, expectedHead });
    expect(verdict).toMatchObject({ faultCount: 0, first: 1, last, expectedHead: 'found' });
    expect(verdict.withheld).toBeGreaterThan(0);
  },
);
