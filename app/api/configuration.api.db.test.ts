// The configuration endpoints of API v1, called in process on a real database: each answers as its own description says.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONFIGURATION_ENDPOINTS } from '@/lib/contract/configuration-endpoints';
import { type DescribedApi, describedApi } from '@/lib/server/testing/described-api';
import { ENGINEER, startTestServer, type TestServer, VIEWER } from '@/lib/server/testing/test-server';

let server: TestServer;
let api: DescribedApi;

beforeAll(async () => {
  server = await startTestServer();
  api = await describedApi(server);
});
afterAll(() => server.close());

const ask: DescribedApi['ask'] = (...call) => api.ask(...call);

describe('the configuration endpoints', () => {
  it('reads and puts agents, tools, models and secrets', async () => {
    const kinds = { Agent: 'refunds', Tool: 'payments.refund', Model: 'sim-refunds' } as const;
    for (const kind of ['Agent', 'Tool', 'Model'] as const) {
      const name = kinds[kind];
      const folder = `/${kind.toLowerCase()}s`;
      const list = await ask(`list${kind}s`, folder, { as: VIEWER });
      expect(list.body.items.map((item: { name: string }) => item.name)).toContain(name);
      const read = await ask(`read${kind}`, `${folder}/${name}`, { as: VIEWER });
      const etag = read.headers.get('etag');
      expect(etag).toBe('"1"');
      const { definition } = read.body;
      const same = await ask(`put${kind}`, `${folder}/${name}`, { as: ENGINEER, body: definition });
      expect(same.body).toEqual({ name, version: 1, active: true });
      const changed = {
        ...definition,
        ...(kind === 'Model' ? { timeoutMs: 21_000 } : { description: 'Other words.' }),
      };
      const put = { as: ENGINEER, body: changed, headers: { 'if-match': '"1"' } };
      const made = await ask(`put${kind}`, `${folder}/${name}`, put);
      expect(made.body).toEqual({ name, version: 2, active: kind !== 'Agent' });
      expect(made.headers.get('etag')).toBe('"2"');
      const stale = await ask(`put${kind}`, `${folder}/${name}`, { ...put, body: definition });
      expect(stale.body).toMatchObject({ code: 'version_mismatch', data: { latest: 2 } });
      const versions = await ask(`list${kind}Versions`, `${folder}/${name}/versions`, { as: VIEWER });
      expect(versions.body.items.map((item: { version: number }) => item.version)).toEqual([2, 1]);
    }
    const paid = await ask('readTool', '/tools/payments.refund', { as: VIEWER });
    const price = { perCallMicroUsd: 1_000, costPath: 'billing..cost' };
    const refused = await ask('putTool', '/tools/payments.refund', {
      as: ENGINEER,
      body: { ...paid.body.definition, price },
    });
    expect(refused.body).toMatchObject({ code: 'invalid_request', errors: [{ path: '/price/costPath' }] });
    const activate = { as: ENGINEER, body: { version: 2 } };
    expect((await ask('activateAgent', '/agents/refunds/activate', activate)).body.active).toBe(true);
    const missing = await ask('activateAgent', '/agents/refunds/activate', {
      as: ENGINEER,
      body: { version: 9 },
    });
    expect(missing.status).toBe(404);

    const put = await ask('putSecret', '/secrets/STRIPE_KEY', {
      as: ENGINEER,
      body: { value: 'sk_live_0123456789' },
    });
    expect(put.status).toBe(204);
    const secrets = await ask('listSecrets', '/secrets', { as: ENGINEER });
    expect(secrets.body.items.map((item: { name: string }) => item.name)).toEqual([
      'DEMO_MODEL_KEY',
      'DEMO_SERVICE_KEY',
      'STRIPE_KEY',
    ]);
    expect(JSON.stringify(secrets.body)).not.toContain('sk_live');
  });

  it('have all been called', () => {
    expect([...api.called]).toEqual(expect.arrayContaining(Object.keys(CONFIGURATION_ENDPOINTS)));
  });
});
