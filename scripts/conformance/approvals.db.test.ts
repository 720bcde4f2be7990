// Approvals on PostgreSQL with real worker processes, one of which is ended by kill -9 right after a decision.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  APPROVER,
  OPERATOR,
  refundOf,
  startTestServer,
  type TestServer,
} from '@/lib/server/testing/test-server';

const LEASE_MS = 2_000;

let server: TestServer;
const workers = new Set<ChildProcess>();

async function startWorker(): Promise<ChildProcess> {
  const { env } = server.app;
  const environment = {
    ...process.env,
    NODE_ENV: 'production' as const,
    DATABASE_URL: server.test.appUrl,
    BULKHEAD_ROLE: 'worker',
    BULKHEAD_DEMO: 'on',
    BULKHEAD_DEMO_PASSWORD: 'a long enough password',
    BULKHEAD_URL: env.url,
    BULKHEAD_MASTER_KEY: '11'.repeat(32),
    NEXTAUTH_SECRET: 'a secret of the tests, long enough for them',
    SIMULATOR_URL: server.simulator.url,
    BULKHEAD_LOG_LEVEL: 'warn',
  };
  const program = fileURLToPath(new URL('../chaos/worker-process.ts', import.meta.url));
  const execArgv = ['--conditions=react-server', '--import', 'tsx'];
  const child = fork(program, [String(LEASE_MS)], {
    env: environment,
    execArgv,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  workers.add(child);
  const gone = once(child, 'exit').then(() => {
    throw new Error('the worker ended before it served');
  });
  await Promise.race([once(child, 'message'), gone]);
  return child;
}

async function kill9(child: ChildProcess): Promise<void> {
  workers.delete(child);
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

beforeAll(async () => {
  server = await startTestServer({ environment: { BULKHEAD_ROLE: 'web' } });
}, 120_000);
afterAll(async () => {
  for (const child of workers) await kill9(child);
  await server.close();
});

// biome-ignore lint/suspicious/noExplicitAny: a test reads answers of every shape and asserts what it reads
type Json = any;
const call = async (method: string, path: string, as: string, body?: unknown): Promise<Json> =>
  (await server.call(method, `/api/v1${path}`, { as, body })).body;
const start = (agent: string, order: string, amount: number) =>
  call('POST', '/runs', OPERATOR, { ...refundOf(order, amount), agent });
const atRest = (run: Json) => call('GET', `/runs/${run.id}?wait=60`, 'key');
const pendingOf = async (run: Json) =>
  (await call('GET', `/approvals?status=pending&run=${run.id}`, OPERATOR)).items;
const refundsOf = async (order: string) =>
  (await server.simulator.get('/ledger?service=payments')).body.entries.filter(
    (entry: Json) => entry.body.order_id === order,
  );

describe('with real worker processes', () => {
  it('approvals given in any order reach their runs across kill -9, each call once', async () => {
    const first = await startWorker();
    const orders = ['ORD-2001', 'ORD-2002', 'ORD-2003'];
    const runs: Json[] = [];
    for (const order of orders) runs.push(await start('refunds', order, 900));
    for (const run of runs) expect((await atRest(run)).status).toBe('waiting');
    const approvals = await Promise.all(runs.map(pendingOf));
    for (const [i, [approval]] of approvals.toReversed().entries()) {
      const { payloadHash } = approval;
      await call('POST', `/approvals/${approval.id}/decision`, APPROVER, {
        payloadHash,
        decision: 'approve',
      });
      // Right after the first answer, while a worker may hold its run.
      if (i === 0) await kill9(first);
    }
    await startWorker();
    for (const run of runs) expect(await atRest(run)).toMatchObject({ status: 'succeeded' });
    for (const order of orders) expect(await refundsOf(order)).toHaveLength(1);
  }, 120_000);
});
