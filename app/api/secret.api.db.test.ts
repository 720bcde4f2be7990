// The endpoints of a secret's later life, called in process on a real database: each answers as its own description says.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SECRET_ENDPOINTS } from '@/lib/contract/secret-endpoints';
import { type DescribedApi, describedApi } from '@/lib/server/testing/described-api';
import {
  ADMIN,
  APPROVER,
  ENGINEER,
  OPERATOR,
  startTestServer,
  type TestServer,
  VIEWER,
} from '@/lib/server/testing/test-server';

let server: TestServer;
let api: DescribedApi;
let mounted: string;

beforeAll(async () => {
  mounted = await mkdtemp(join(tmpdir(), 'bulkhead-mounted-'));
  await writeFile(join(mounted, 'MOUNTED_KEY'), 'the value of a file');
  await writeFile(join(mounted, 'SHORT_KEY'), 'x');
  server = await startTestServer({
    environment: { BULKHEAD_SECRET_GIVEN_KEY: 'the value of a variable', BULKHEAD_SECRETS_DIR: mounted },
  });
  api = await describedApi(server);
});
afterAll(async () => {
  await server.close();
  await rm(mounted, { recursive: true });
});

const ask: DescribedApi['ask'] = (...call) => api.ask(...call);
const put = (name: string, value: string, headers = {}) =>
  server.call('PUT', `/api/v1/secrets/${name}`, { as: ENGINEER, body: { value }, headers });
const listed = async (name: string) =>
  (await server.call('GET', '/api/v1/secrets?limit=500', { as: ENGINEER })).body.items.find(
    (secret: { name: string }) => secret.name === name,
  );

describe('the secret endpoints', () => {
  it('are for engineers and administrators', async () => {
    for (const as of [VIEWER, OPERATOR, APPROVER]) {
      expect((await ask('removeSecret', '/secrets/PAYMENTS_KEY', { as })).status).toBe(403);
      expect((await ask('listSecretVersions', '/secrets/PAYMENTS_KEY/versions', { as })).status).toBe(403);
      expect((await ask('readSecretSources', '/secrets/sources', { as })).status).toBe(403);
    }
  });

  it('refuse to remove what a tool, a model or a callback names, and say which', async () => {
    await put('TOOL_KEY', 'the key of a tool');
    const http = {
      method: 'GET',
      url: 'https://orders.example.com/{id}',
      headers: { Authorization: 'Bearer {{secret:TOOL_KEY}}' },
    };
    const inputSchema = { type: 'object', properties: { id: { type: 'string' } } };
    const tool = { kind: 'http', description: 'Reads', effect: 'read', inputSchema, http };
    const named = await server.call('PUT', '/api/v1/tools/keyed.get', { as: ENGINEER, body: tool });
    expect(named.status).toBe(200);
    const refused = await ask('removeSecret', '/secrets/TOOL_KEY', { as: ENGINEER });
    expect(refused.body).toMatchObject({
      code: 'conflict',
      detail: expect.stringContaining('keyed.get'),
      data: { usedBy: [{ kind: 'tool', name: 'keyed.get' }] },
    });
    expect(await listed('TOOL_KEY')).toMatchObject({ usedBy: [{ kind: 'tool', name: 'keyed.get' }] });
    const models = await server.call('GET', '/api/v1/models', { as: ENGINEER });
    const model = models.body.items.find(
      (one: { definition: { apiKeySecret?: string } }) => one.definition.apiKeySecret,
    );
    const { apiKeySecret } = model.definition;
    expect((await listed(apiKeySecret)).usedBy).toContainEqual({ kind: 'model', name: model.name });
    expect((await ask('removeSecret', `/secrets/${apiKeySecret}`, { as: ADMIN })).status).toBe(409);

    await put('CALLBACK_KEY', 'the key of a callback');
    const callback = {
      url: 'https://hooks.example.com/x',
      events: ['run.finished'],
      secretRef: 'CALLBACK_KEY',
    };
    const told = await server.call('PUT', '/api/v1/callbacks/chat', { as: ADMIN, body: callback });
    expect(told.status, JSON.stringify(told.body)).toBe(200);
    expect((await ask('removeSecret', '/secrets/CALLBACK_KEY', { as: ENGINEER })).body.data).toEqual({
      usedBy: [{ kind: 'callback', name: 'chat' }],
    });

    // A later version without it sets it free.
    const { headers: _, ...bare } = http;
    await server.call('PUT', '/api/v1/tools/keyed.get', { as: ENGINEER, body: { ...tool, http: bare } });
    expect((await ask('removeSecret', '/secrets/TOOL_KEY', { as: ENGINEER })).status).toBe(204);
  });

  it('remove a secret from use and not from what is kept out of records', async () => {
    const { app } = server;
    const value = 'a value that leaves';
    await put('LEAVING', value);
    await put('LEAVING', `${value} later`);
    expect(await app.secrets.read('LEAVING')).toBe(`${value} later`);
    expect((await ask('removeSecret', '/secrets/LEAVING?reason=It+leaked', { as: ENGINEER })).status).toBe(
      204,
    );
    await expect(app.secrets.read('LEAVING')).rejects.toMatchObject({ code: 'secret_missing' });
    expect(await listed('LEAVING')).toBeUndefined();
    expect((await ask('removeSecret', '/secrets/LEAVING', { as: ENGINEER })).status).toBe(404);
    expect(await app.secrets.registerAll()).toEqual(['SHORT_KEY']);
    expect(app.redactor.redactText(`it was ${value}`)).toBe('it was [secret:LEAVING]');

    expect((await put('LEAVING', 'a value that comes back', { 'if-match': '*' })).status).toBe(412);
    await put('LEAVING', 'a value that comes back');
    expect(await app.secrets.read('LEAVING')).toBe('a value that comes back');
    const versions = await ask('listSecretVersions', '/secrets/LEAVING/versions', { as: ENGINEER });
    expect(versions.body.items).toMatchObject([
      { version: 3, removedAt: null },
      { version: 2, removedAt: expect.any(String) },
      { version: 1, removedAt: expect.any(String) },
    ]);
    const page = await ask('listSecretVersions', '/secrets/LEAVING/versions?limit=1', { as: ENGINEER });
    const rest = `/secrets/LEAVING/versions?cursor=${page.body.nextCursor}`;
    expect((await ask('listSecretVersions', rest, { as: ENGINEER })).body.items).toHaveLength(2);
    expect((await ask('listSecretVersions', '/secrets/NEVER/versions', { as: ENGINEER })).status).toBe(404);
    const { body } = await server.call('GET', '/api/v1/audit?entity=secret:LEAVING', { as: ADMIN });
    expect(body.items[1].reason).toBe('It leaked');
    expect(body.items.map(({ action }: { action: string }) => action)).toEqual([
      'secret.put',
      'secret.remove',
      'secret.put',
      'secret.put',
    ]);
  });

  it('tell where each is read from, what is wrong with it, and where it turned up', async () => {
    const sources = async () => {
      const { body } = await ask('readSecretSources', '/secrets/sources', { as: ENGINEER });
      expect(JSON.stringify(body)).not.toContain('the value of');
      return new Map<string, Record<string, unknown>>(
        body.items.map((one: { name: string }) => [one.name, one]),
      );
    };
    await put('IN_THE_VAULT', 'the value of the vault');
    const before = await sources();
    expect(before.get('IN_THE_VAULT')).toMatchObject({ sources: ['vault'], problem: null, lastUsedAt: null });
    expect(before.get('GIVEN_KEY')).toMatchObject({ sources: ['variable'], problem: null, seen: null });
    expect(before.get('MOUNTED_KEY')).toMatchObject({ sources: ['file'], problem: null });
    expect(before.get('SHORT_KEY')).toMatchObject({
      sources: ['file'],
      problem: { code: 'secret_unreadable', message: expect.stringContaining('fewer than 6') },
    });

    await server.app.db.pool.query(
      `INSERT INTO secret (name, version, sealed, key_id, created_at, created_by)
       SELECT 'MOUNTED_KEY', 1, sealed, key_id, now(), created_by FROM secret WHERE name = 'IN_THE_VAULT'`,
    );
    await writeFile(join(mounted, 'GIVEN_KEY'), 'the value of another file');
    const inputSchema = { type: 'object', properties: {} };
    const http = {
      method: 'GET',
      url: 'https://a.test',
      headers: { a: '{{secret:NOWHERE}}{{secret:GIVEN_KEY}}' },
    };
    const tool = { kind: 'http', description: 'Reads', effect: 'read', inputSchema, http };
    expect((await server.call('PUT', '/api/v1/tools/two.keys', { as: ENGINEER, body: tool })).status).toBe(
      200,
    );
    const of = { runId: null, agent: null, step: null };
    const fact = { kind: 'secret_seen', secret: 'GIVEN_KEY', where: 'input', ...of };
    await server.app.db.pool.query(
      `INSERT INTO alert (id, kind, severity, subject, cause, fact, raised_at, last_seen_at)
       VALUES (gen_random_uuid(), 'secret_seen', 'critical', 'secret:GIVEN_KEY', 'test', $1, now(), now())`,
      [JSON.stringify(fact)],
    );
    const after = await sources();
    const ambiguous = { code: 'secret_ambiguous' };
    expect(after.get('MOUNTED_KEY')).toMatchObject({ sources: ['vault', 'file'], problem: ambiguous });
    const usedBy = [{ kind: 'tool', name: 'two.keys' }];
    expect(after.get('GIVEN_KEY')).toMatchObject({
      sources: ['variable', 'file'],
      problem: ambiguous,
      usedBy,
      seen: { alerts: 1, open: true },
    });
    expect(after.get('NOWHERE')).toMatchObject({ sources: [], problem: { code: 'secret_missing' }, usedBy });
    await rm(mounted, { recursive: true });
    const gone = await ask('readSecretSources', '/secrets/sources', { as: ENGINEER });
    expect(gone.body.directoryProblem).toContain('can not be listed');
    await mkdir(mounted);
  });

  it('have all been called', () => {
    expect([...api.called]).toEqual(expect.arrayContaining(Object.keys(SECRET_ENDPOINTS)));
  });
});
