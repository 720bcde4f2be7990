// A client that a public generator makes from openapi.json: it type-checks, creates an agent, starts a run, and a second person's key approves.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { generateApi } from 'swagger-typescript-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpListener, listenOverHttp } from './testing/http-listener';
import { ADMIN, APPROVER, startTestServer, type TestServer } from './testing/test-server';

const run = promisify(execFile);
const PROJECT = resolve(import.meta.dirname, '../..');

let server: TestServer;
let http: HttpListener;
let folder: string;
beforeAll(async () => {
  server = await startTestServer();
  http = await listenOverHttp();
  folder = await mkdtemp(join(tmpdir(), 'bulkhead-client-'));
});
afterAll(async () => {
  await http.close();
  await rm(folder, { recursive: true });
  await server.close();
});

/** As a program of somebody else's would be written. */
const PROGRAM = `
import { Api } from './client';

const [url = '', engineerKey = '', approverKey = ''] = process.argv.slice(2);
const clientOf = (key: string) =>
  new Api({ baseUrl: url + '/api/v1', baseApiParams: { headers: { Authorization: 'Bearer ' + key } } });
const [engineer, approver] = [clientOf(engineerKey), clientOf(approverKey)];

const { data: refunds } = await engineer.agents.readAgent('refunds');
const { data: agent } = await engineer.agents.putAgent('returns', { ...refunds.definition, description: 'Returns' });
const input = { orderId: 'ORD-8001', amount: 900, reason: 'The lamp came cracked' };
const { data: started } = await engineer.runs.startRun({ agent: agent.name, input, labels: { from: 'client' } });
const { data: parked } = await engineer.runs.readRun(started.id, { wait: 30 });
const { data: queue } = await approver.approvals.listApprovals({ run: started.id, status: ['pending'] });
const [approval] = queue.items;
if (approval === undefined) throw new Error('nothing waits');
const decision = { decision: 'approve', payloadHash: approval.payloadHash } as const;
const own = await engineer.approvals.decideApproval(approval.id, decision).catch((refused) => refused);
const { data: decided } = await approver.approvals.decideApproval(approval.id, decision);
const { data: ended } = await engineer.runs.readRun(started.id, { wait: 30 });
console.log(
  JSON.stringify({
    agent,
    parked: parked.waiting?.reason,
    own: own.error.code,
    decided: decided.status,
    by: decided.decisions.map((vote) => vote.by.kind),
    ended: ended.status,
  }),
);
`;

async function keyOf(email: string, scopes: readonly string[]): Promise<string> {
  const body = { name: 'client', scopes };
  const made = await server.call('POST', '/api/v1/api-keys', { as: email, body });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body.key;
}

describe('a client made by a public generator', () => {
  it('creates an agent, starts a run, and approves its call with the key of another person', async () => {
    const document = await (await fetch(`${http.url}/api/v1/openapi.json`)).json();
    await generateApi({ spec: document, output: folder, fileName: 'client.ts', silent: true });
    await writeFile(join(folder, 'program.ts'), PROGRAM);
    await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    await symlink(join(PROJECT, 'node_modules'), join(folder, 'node_modules'));
    const strict = ['--strict', '--module', 'esnext', '--moduleResolution', 'bundler', '--target', 'es2022'];
    const checked = ['--noEmit', '--skipLibCheck', '--types', 'node', ...strict, 'program.ts'];
    await run(join(PROJECT, 'node_modules/.bin/tsc'), checked, { cwd: folder });

    const promoted = await server.call('PUT', `/api/v1/users/${APPROVER}`, {
      as: ADMIN,
      body: { role: 'admin' },
    });
    expect(promoted.status, JSON.stringify(promoted.body)).toBe(200);
    const keys = [
      await keyOf(ADMIN, ['agents:read', 'agents:write', 'runs:read', 'runs:write', 'approvals:decide']),
      await keyOf(APPROVER, ['approvals:read', 'approvals:decide']),
    ];
    const told = await run(join(PROJECT, 'node_modules/.bin/tsx'), ['program.ts', http.url, ...keys], {
      cwd: folder,
    });
    expect(JSON.parse(told.stdout)).toEqual({
      agent: { name: 'returns', version: 1, active: true },
      parked: 'approval',
      own: 'forbidden',
      decided: 'approved',
      by: ['api_key'],
      ended: 'succeeded',
    });
  }, 120_000);
});
