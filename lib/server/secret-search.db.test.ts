// Planted secrets come back from a hostile model, a hostile tool and careless callers in every form; then every place where anything is kept or shown is searched.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LoopbackServer } from '../adapters/testing/loopback-server';
import { ENDPOINTS } from '../contract/endpoints';
import { waitUntil } from '../store/embedded/wait-until';
import { everyRow } from './testing/every-row';
import { startHostileReceivers } from './testing/hostile-receivers';
import { pinoLines } from './testing/pino-lines';
import { PlantedSecrets } from './testing/planted-secrets';
import { callRoute } from './testing/route-table';
import { APPROVER, startTestServer, type TestServer } from './testing/test-server';

/** With marks that each encoding writes in a way of its own. */
const odd = (name: string) => `${name}/+"planted\\ ü?&~`;
const planted = new PlantedSecrets({
  VAULT_KEY: odd('vault-2'),
  VAULT_KEY_BEFORE: odd('vault-1'),
  BULKHEAD_API_KEY: 'planted-key-of-the-environment',
  BULKHEAD_ADMIN_PASSWORD: 'planted administrator password',
  BULKHEAD_MASTER_KEY: 'a7'.repeat(32),
  BULKHEAD_OLD_MASTER_KEYS: 'b8'.repeat(32),
  GIVEN_KEY: odd('given by a variable'),
  MOUNTED_KEY: odd('given by a file'),
  NEXTAUTH_SECRET: 'planted secret that signs the sessions',
});
const { values } = planted;
const ENVIRONMENT_KEY = { authorization: `Bearer ${values.BULKHEAD_API_KEY}` };

let server: TestServer;
let hostile: LoopbackServer;
let mounted: string;
const lines: string[] = [];
const streamed: string[] = [];
const streaming = new AbortController();

async function act(method: string, path: string, body: unknown, status: number) {
  const answer = await server.call(method, `/api/v1${path}`, { headers: ENVIRONMENT_KEY, body });
  expect(answer.status, `${method} ${path} ${JSON.stringify(answer.body)}`).toBe(status);
  return answer.body;
}

let runId = '';
const answered: unknown[] = [];

beforeAll(async () => {
  hostile = await startHostileReceivers(planted);
  mounted = await mkdtemp(join(tmpdir(), 'bulkhead-mounted-'));
  await writeFile(join(mounted, 'MOUNTED_KEY'), values.MOUNTED_KEY ?? '');
  server = await startTestServer({
    logger: pinoLines(lines),
    environment: {
      BULKHEAD_PRIVATE_HOSTS: `127.0.0.1:${hostile.port}`,
      ...Object.fromEntries(Object.entries(values).filter(([name]) => /^(BULKHEAD|NEXTAUTH)_/.test(name))),
      BULKHEAD_SECRET_GIVEN_KEY: values.GIVEN_KEY ?? '',
      BULKHEAD_SECRETS_DIR: mounted,
    },
  });
  void follow();
  await configure();
  await live();
}, 120_000);
afterAll(async () => {
  streaming.abort();
  await server.close();
  await hostile.close();
  await rm(mounted, { recursive: true });
});

async function follow(): Promise<void> {
  const request = await server.request('GET', '/api/v1/events', {
    headers: ENVIRONMENT_KEY,
    signal: streaming.signal,
  });
  const decoder = new TextDecoder();
  const reader = (await callRoute(request)).body?.getReader();
  for (
    let part = await reader?.read().catch(() => undefined);
    part?.value;
    part = await reader?.read().catch(() => undefined)
  )
    streamed.push(decoder.decode(part.value));
}

async function configure(): Promise<void> {
  await act('PUT', '/secrets/VAULT_KEY', { value: values.VAULT_KEY_BEFORE }, 204);
  await act('PUT', '/secrets/VAULT_KEY', { value: values.VAULT_KEY }, 204);
  const events = ['run.finished', 'approval.pending', 'alert'];
  await act('PUT', '/callbacks/hook', { url: `${hostile.url}/hook`, events, secretRef: 'VAULT_KEY' }, 200);
  const prices = { inputMicroUsdPerMTok: 1, outputMicroUsdPerMTok: 1 };
  const model = {
    provider: 'openai-compatible',
    baseUrl: `${hostile.url}/v1`,
    model: 'm',
    apiKeySecret: 'VAULT_KEY',
    prices,
  };
  await act('PUT', '/models/hostile', model, 200);
  const inputSchema = { type: 'object', properties: { q: { type: 'string' } } };
  const tool = (path: string) => ({
    kind: 'http',
    description: 'Answers with what it should not know',
    effect: 'read',
    inputSchema,
    http: { method: 'GET', url: `${hostile.url}${path}`, headers: { 'x-key': '{{secret:VAULT_KEY}}' } },
  });
  await act('PUT', '/tools/hostile.read', tool('/reads'), 200);
  await act('PUT', '/tools/hostile.refuse', tool('/refuses'), 200);
  const agent = {
    description: 'Reads',
    prompt: 'Read.',
    model: 'hostile',
    tools: [{ name: 'hostile.read' }, { name: 'hostile.refuse' }],
    inputSchema: { type: 'object' },
  };
  await act('PUT', '/agents/hostile', agent, 200);
}

async function live(): Promise<void> {
  const forms = planted.forms();
  const input = { forms, [forms[0] ?? '']: 1 };
  const labels = { note: (forms[3] ?? '').slice(0, 60) };
  const run = await act(
    'POST',
    '/runs',
    { agent: 'hostile', input, labels, thread: values.NEXTAUTH_SECRET },
    201,
  );
  runId = run.id;
  answered.push(run, await server.call('GET', `/api/v1/runs/${runId}?wait=30`, { headers: ENVIRONMENT_KEY }));
  answered.push(
    await act(
      'POST',
      '/signals',
      { correlationKey: 'planted:1', payload: forms, reason: `because ${forms[0]}` },
      202,
    ),
  );
  answered.push(await act('POST', '/tools/hostile.read/try', { arguments: { q: 'x' } }, 200));
  answered.push(await act('POST', '/tools/hostile.refuse/try', { arguments: { q: 'x' } }, 200));
  answered.push(await act('POST', '/models/hostile/try', { prompt: 'plain' }, 200));
  // What people try carries no secret out either.
  answered.push(await act('POST', '/models/hostile/try', { prompt: forms[5] }, 400));
  answered.push(await act('POST', '/tools/hostile.read/try', { arguments: { q: forms[0] } }, 400));
  answered.push(
    await server.call('PUT', `/api/v1/agents/${encodeURIComponent(forms[0] ?? '')}`, {
      headers: ENVIRONMENT_KEY,
      body: { planted: forms },
    }),
  );
  server.app.logger.warn(`a message with ${forms.join(' ')}`, { forms, error: new Error(forms[1]) });
  await waitUntil(() => hostile.seen.filter(({ url }) => url.startsWith('/hook')).length > 2, {
    withinMs: 30_000,
  });
}

it('finds what is planted, wherever and in whatever form', () => {
  for (const form of planted.forms()) {
    expect(planted.foundIn({ a: [`x${form}`] }), form).not.toEqual([]);
    expect(planted.foundIn(JSON.stringify({ a: form })), form).not.toEqual([]);
  }
  expect(planted.foundIn({ a: 'nothing [secret:VAULT_KEY]' })).toEqual([]);
});

it('came back: the hostile ones were asked, and marks stand where they spoke', async () => {
  const paths = new Set(hostile.seen.map(({ url }) => url.split('?')[0]));
  expect([...paths].sort()).toEqual(['/hook', '/reads', '/refuses', '/v1/chat/completions']);
  const { body } = await server.call('GET', `/api/v1/runs/${runId}/journal`, { headers: ENVIRONMENT_KEY });
  for (const name of Object.keys(values).filter((one) => one !== 'VAULT_KEY_BEFORE'))
    expect(JSON.stringify(body)).toContain(`[secret:${name}]`);
  expect(hostile.seen.find(({ url }) => url.startsWith('/reads'))?.headers['x-key']).toBe(values.VAULT_KEY);
});

it('stands in no answer, export or stream', async () => {
  const first = async (path: string, pick: string) => {
    const { body } = await server.call('GET', `/api/v1${path}`, { headers: ENVIRONMENT_KEY });
    return String(body.items?.[0]?.[pick] ?? '01900000-0000-7000-8000-000000000000');
  };
  const known: Readonly<Record<string, string>> = {
    '/runs/{id}': runId,
    '/approvals/{id}': await first('/approvals', 'id'),
    '/agents/{name}': 'hostile',
    '/tools/{name}': 'hostile.read',
    '/models/{name}': 'hostile',
    '/callbacks/{name}': 'hook',
    '/secrets/{name}': 'VAULT_KEY',
    '/breakers/{key}': 'tool:hostile.read',
    '/audit/{seq}': '1',
    '/users/{email}': APPROVER,
  };
  const { searched } = planted;
  const asked: string[] = [];
  for (const { method, path, download } of Object.values(ENDPOINTS) as {
    method: string;
    path: string;
    download?: true;
  }[]) {
    if (method !== 'GET') continue;
    const begins = Object.keys(known).find((one) => path.startsWith(one));
    const filled =
      begins === undefined
        ? path
        : path.replace(begins, begins.replace(/\{\w+\}/, encodeURIComponent(known[begins] ?? '')));
    const rest = filled.replaceAll(/\{\w+\}/g, '1');
    for (const query of download === true ? ['?format=csv', '?format=json'] : ['']) {
      const answer = await server.call('GET', `/api/v1${rest}${query}`, { headers: ENVIRONMENT_KEY });
      if (answer.status === 200) asked.push(`${path}${query}`);
      expect(planted.foundIn(answer.body), `${path}${query}`).toEqual([]);
    }
  }
  expect(asked.length).toBeGreaterThan(55);
  expect(asked).toEqual(
    expect.arrayContaining(['/runs/{id}/journal', '/runs/export?format=csv', '/audit/export?format=json']),
  );
  expect(planted.foundIn(answered)).toEqual([]);
  expect(streamed.join('').length).toBeGreaterThan(0);
  expect(planted.foundIn(streamed.join(''))).toEqual([]);
  expect(planted.searched - searched).toBeGreaterThan(2_000);
});

it('stands in no log line, and in nothing that was told to callbacks or to the model', () => {
  expect(lines.length).toBeGreaterThan(1);
  expect(planted.foundIn(lines)).toEqual([]);
  expect(lines.join('')).toContain('[secret:VAULT_KEY]');
  expect(planted.foundIn(hostile.seen.map(({ url, body }) => [url, body]))).toEqual([]);
});

it('stands in no column of any table', async () => {
  const { searched } = planted;
  const tables = await everyRow(server.test.superuserUrl);
  for (const [table, rows] of tables) expect(planted.foundIn(rows), table).toEqual([]);
  expect(planted.searched - searched).toBeGreaterThan(2_000);
});

it('is told as alerts, one for each secret and place', async () => {
  const { body } = await server.call('GET', '/api/v1/alerts?limit=200', { headers: ENVIRONMENT_KEY });
  const seen = body.items.filter(({ kind }: { kind: string }) => kind === 'secret_seen');
  const told = new Set(
    seen.map(({ fact }: { fact: { where: string; secret: string } }) => `${fact.where} ${fact.secret}`),
  );
  for (const where of ['answer', 'input', 'event']) expect(told).toContain(`${where} VAULT_KEY`);
  expect(seen.length).toBe(told.size);
});
