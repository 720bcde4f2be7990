// A server with planted secrets, a hostile model, hostile tools and careless callers, at which everything has been said once: what is left is to search.
import 'server-only';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoopbackServer } from '../../adapters/testing/loopback-server';
import { waitUntil } from '../../store/embedded/wait-until';
import { signIn } from '../auth/sign-in';
import { authenticatorCode } from './authenticator';
import { startHostileReceivers } from './hostile-receivers';
import { pinoLines } from './pino-lines';
import { PlantedSecrets } from './planted-secrets';
import { callRoute } from './route-table';
import { APPROVER, PASSWORD, startTestServer, type TestServer } from './test-server';

/** With marks that each encoding writes in a way of its own. */
const odd = (name: string) => `${name}/+"planted\\ ü?&~`;
const VALUES = {
  VAULT_KEY: odd('vault-2'),
  VAULT_KEY_BEFORE: odd('vault-1'),
  BULKHEAD_API_KEY: 'planted-key-of-the-environment',
  BULKHEAD_ADMIN_PASSWORD: 'planted administrator password',
  BULKHEAD_MASTER_KEY: 'a7'.repeat(32),
  BULKHEAD_OLD_MASTER_KEYS: 'b8'.repeat(32),
  GIVEN_KEY: odd('given by a variable'),
  MOUNTED_KEY: odd('given by a file'),
  NEXTAUTH_SECRET: 'planted secret that signs the sessions',
} as const;
type Values = typeof VALUES;

export const ENVIRONMENT_KEY = { authorization: `Bearer ${VALUES.BULKHEAD_API_KEY}` };

export type PlantedServer = {
  readonly planted: PlantedSecrets;
  /** What opens doors, made while it ran and used: an API key, a session's token, the seed of a second factor, a recovery code. */
  readonly access: PlantedSecrets;
  readonly values: Values;
  readonly server: TestServer;
  readonly hostile: LoopbackServer;
  readonly runId: string;
  /** Log lines, parts of the event stream, and answers to what was done. */
  readonly lines: readonly string[];
  readonly streamed: readonly string[];
  readonly answered: readonly unknown[];
  close(): Promise<void>;
};

/** @throws Error where a step of it is not answered as it has to be. */
export async function startPlantedServer(): Promise<PlantedServer> {
  const planted = new PlantedSecrets(VALUES);
  const hostile = await startHostileReceivers(planted);
  const mounted = await mkdtemp(join(tmpdir(), 'bulkhead-mounted-'));
  await writeFile(join(mounted, 'MOUNTED_KEY'), VALUES.MOUNTED_KEY);
  const [lines, streamed, streaming]: [string[], string[], AbortController] = [[], [], new AbortController()];
  const server = await startTestServer({
    logger: pinoLines(lines),
    environment: {
      BULKHEAD_PRIVATE_HOSTS: `127.0.0.1:${hostile.port}`,
      ...Object.fromEntries(Object.entries(VALUES).filter(([name]) => /^(BULKHEAD|NEXTAUTH)_/.test(name))),
      BULKHEAD_SECRET_GIVEN_KEY: VALUES.GIVEN_KEY,
      BULKHEAD_SECRETS_DIR: mounted,
    },
  });
  void follow(server, streamed, streaming.signal);
  const act = actAt(server);
  await configure(act, hostile.url);
  const { runId, answered } = await live({ server, hostile, planted, act });
  const access = new PlantedSecrets(await giveAccess(server, act));
  return {
    planted,
    access,
    values: VALUES,
    server,
    hostile,
    runId,
    lines,
    streamed,
    answered,
    close: async () => {
      streaming.abort();
      await server.close();
      await hostile.close();
      await rm(mounted, { recursive: true });
    },
  };
}

type Act = (
  method: string,
  path: string,
  body: unknown,
  status: number,
) => Promise<{ id: string; key?: string }>;

function actAt(server: TestServer): Act {
  return async (method, path, body, status) => {
    const answer = await server.call(method, `/api/v1${path}`, { headers: ENVIRONMENT_KEY, body });
    if (answer.status !== status)
      throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
}

async function follow(server: TestServer, streamed: string[], signal: AbortSignal): Promise<void> {
  const request = await server.request('GET', '/api/v1/events', {
    headers: ENVIRONMENT_KEY,
    signal,
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

async function configure(act: Act, url: string): Promise<void> {
  await act('PUT', '/secrets/VAULT_KEY', { value: VALUES.VAULT_KEY_BEFORE }, 204);
  await act('PUT', '/secrets/VAULT_KEY', { value: VALUES.VAULT_KEY }, 204);
  const events = ['run.finished', 'approval.pending', 'alert'];
  await act('PUT', '/callbacks/hook', { url: `${url}/hook`, events, secretRef: 'VAULT_KEY' }, 200);
  const channel = {
    kind: 'webhook',
    url: `${url}/hook`,
    headers: { 'X-Key': '{{secret:VAULT_KEY}}' },
    secretRef: 'VAULT_KEY',
    events: ['run.failed', 'approval.pending', 'approval.decided', 'alert'],
    leastSeverity: 'info',
    includeArguments: true,
  };
  await act('PUT', '/channels/pager', channel, 200);
  const prices = { inputMicroUsdPerMTok: 1, outputMicroUsdPerMTok: 1 };
  const model = {
    provider: 'openai-compatible',
    baseUrl: `${url}/v1`,
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
    http: { method: 'GET', url: `${url}${path}`, headers: { 'x-key': '{{secret:VAULT_KEY}}' } },
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

type Parts = Pick<PlantedServer, 'server' | 'hostile' | 'planted'> & { readonly act: Act };

async function live({ server, hostile, planted, act }: Parts) {
  const answered: unknown[] = [];
  const forms = planted.forms();
  const input = { forms, [forms[0] ?? '']: 1 };
  const labels = { note: (forms[3] ?? '').slice(0, 60) };
  const run = await act(
    'POST',
    '/runs',
    { agent: 'hostile', input, labels, thread: VALUES.NEXTAUTH_SECRET },
    201,
  );
  const runId = run.id;
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
  return { runId, answered };
}

/** Made as people make them, and used once; told in the answers that give them and nowhere else. */
async function giveAccess(server: TestServer, act: Act): Promise<Record<string, string>> {
  const { key = '' } = await act('POST', '/api-keys', { name: 'planted', scopes: ['runs:read'] }, 201);
  const cookie = await server.cookieOf(APPROVER);
  const mine = (method: string, path: string, body?: unknown) =>
    server.call(method, `/api/v1/me${path}`, { headers: { cookie }, body });
  const begun = await mine('POST', '/second-factor', { password: PASSWORD });
  const seed = String(begun.body.secret);
  const code = authenticatorCode(seed, server.app.clock.now());
  const { codes } = (await mine('POST', '/second-factor/confirm', { code })).body;
  const used = await Promise.all([
    mine('GET', ''),
    server.call('GET', '/api/v1/runs', { headers: { authorization: `Bearer ${key}` } }),
    server.call('GET', '/api/v1/runs', { headers: { authorization: `Bearer ${key}x` } }),
  ]);
  const statuses = used.map(({ status }) => status).join(' ');
  if (statuses !== '200 200 401') throw new Error(`what was given does not open what it should: ${statuses}`);
  const from = { address: null, userAgent: 'tests' };
  const entered = await signIn(server.app, { email: APPROVER, password: PASSWORD, code: codes[0] }, from);
  if (entered.status !== 'signed_in') throw new Error(`the recovery code was not taken: ${entered.status}`);
  return {
    API_KEY: key,
    SESSION_TOKEN: cookie.slice(cookie.indexOf('=') + 1),
    SECOND_FACTOR: seed,
    RECOVERY_CODE: codes[1],
  };
}
