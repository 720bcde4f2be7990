// Runs every program of docs/api.md as it stands there, against a server over HTTP.
import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REQUEST_ERROR_STATUS } from '../domain/errors';
import { type HttpListener, listenOverHttp } from './testing/http-listener';
import { API_KEY, startTestServer, type TestServer } from './testing/test-server';

const run = promisify(execFile);
const PROJECT = resolve(import.meta.dirname, '../..');
const TSX = join(PROJECT, 'node_modules/.bin/tsx');
/** Node is all that Bulkhead asks for; these are on most machines. */
const isThere = (command: string) => spawnSync(command, ['--version']).status === 0;
const [PYTHON, CURL] = [isThere('python3'), isThere('curl')];
const CALLBACK_KEY = 'a-secret-of-the-documentation';

let server: TestServer;
let http: HttpListener;
let folder: string;
/** By the name in their first line. */
const programs = new Map<string, string>();
beforeAll(async () => {
  const text = await readFile(join(PROJECT, 'docs/api.md'), 'utf8');
  folder = await mkdtemp(join(tmpdir(), 'bulkhead-docs-'));
  for (const [, code = '', name = ''] of text.matchAll(/^```\w+\n((?:#|\/\/) (\S+\.\w+)\n.*?)^```$/gms)) {
    programs.set(name, code);
    await writeFile(join(folder, name), name.endsWith('.sh') ? `set -eu\n${code}` : code);
  }
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  server = await startTestServer({ environment: { BULKHEAD_PRIVATE_HOSTS: '127.0.0.1' } });
  http = await listenOverHttp();
});
afterAll(async () => {
  await http.close();
  await server.close();
  await rm(folder, { recursive: true });
});

const environment = (more = {}): NodeJS.ProcessEnv => ({
  NODE_ENV: 'test',
  PATH: process.env.PATH,
  BULKHEAD_URL: http.url,
  BULKHEAD_API_KEY: API_KEY,
  CALLBACK_KEY,
  ...more,
});
const ran = async (command: string, name: string, more = {}) => {
  const { stdout } = await run(command, [name], { cwd: folder, env: environment(more) });
  return stdout;
};

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function untilListening(url: string): Promise<void> {
  await expect
    .poll(
      () =>
        fetch(url, { method: 'POST', body: '{}' }).then(
          (answer) => answer.status,
          () => 0,
        ),
      {
        timeout: 30_000,
      },
    )
    .toBe(401);
}

async function receives(command: string, name: string): Promise<void> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const receiver: ChildProcess = spawn(command, [name], {
    cwd: folder,
    env: environment({ PORT: String(port) }),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let said = '';
  receiver.stdout?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const ended = once(receiver, 'exit');
  try {
    await untilListening(url);
    await ran('sh', 'callback.sh', { RECEIVER_URL: url });
    await expect.poll(() => said, { timeout: 30_000 }).toContain('test ');
    const headers = { 'bulkhead-signature': `t=${Math.floor(Date.now() / 1_000)},v1=${'0'.repeat(64)}` };
    expect((await fetch(url, { method: 'POST', body: '{}', headers })).status).toBe(401);
  } finally {
    receiver.kill();
    await ended;
  }
}

describe('docs/api.md', () => {
  it.skipIf(!CURL)('makes the first call with curl, and the same call again is the same run', async () => {
    const first = JSON.parse(await ran('sh', 'first-call.sh'));
    expect(first).toMatchObject({ status: 'succeeded' });
    expect(JSON.parse(await ran('sh', 'first-call.sh')).id).toBe(first.id);
  });

  it('makes the first call with TypeScript', async () => {
    expect(await ran(TSX, 'first-call.ts')).toMatch(/^succeeded \{/);
  });

  it.skipIf(!PYTHON)('makes the first call with Python', async () => {
    expect(await ran('python3', 'first_call.py')).toMatch(/^succeeded \{/);
  });

  it.skipIf(!CURL)('watches events', async () => {
    expect(await ran('sh', 'watch.sh')).toMatch(/^id: \S+\nevent: reset\ndata: \{"now":"\S+Z"\}\n/);
  });

  it.skipIf(!CURL)('answers a run that waits, once however often it is sent', async () => {
    const input = { caseId: 'CASE-1001', to: 'kim@example.com', question: 'Blue or green?' };
    const body = { agent: 'customer-mail', input };
    const { body: run } = await server.call('POST', '/api/v1/runs', { as: 'key', body });
    await server.call('GET', `/api/v1/runs/${run.id}?wait=30`, { as: 'key' });
    const first = JSON.parse(await ran('sh', 'reply.sh'));
    expect(first.takenBy).toMatchObject({ runId: run.id });
    expect(JSON.parse(await ran('sh', 'reply.sh'))).toEqual(first);
    const done = await server.call('GET', `/api/v1/runs/${run.id}?wait=30`, { as: 'key' });
    expect(done.body.output).toMatchObject({ status: 'answered', reply: 'Blue, please' });
  });

  it.skipIf(!CURL)('receives callbacks with TypeScript, and refuses what is not signed', () =>
    receives(TSX, 'receiver.ts'),
  );

  it.skipIf(!CURL || !PYTHON)('receives callbacks with Python, and refuses what is not signed', () =>
    receives('python3', 'receiver.py'),
  );

  it('names every code that an error may have', async () => {
    const text = await readFile(join(PROJECT, 'docs/api.md'), 'utf8');
    for (const code of Object.keys(REQUEST_ERROR_STATUS)) expect(text).toContain(`\`${code}\``);
  });

  it('has been run whole', () => {
    const names = [
      'first-call.sh',
      'first-call.ts',
      'first_call.py',
      'reply.sh',
      'watch.sh',
      'callback.sh',
      'receiver.ts',
      'receiver.py',
    ];
    expect([...programs.keys()]).toEqual(names);
  });
});
