// Approvals on PostgreSQL with real worker processes: one is ended by kill -9 with a run in its hands, two look at one window at the same moment.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ADMIN,
  APPROVER,
  ENGINEER,
  OPERATOR,
  refundOf,
  startTestServer,
  type TestServer,
} from '@/lib/server/testing/test-server';

const LEASE_MS = 2_000;
const ROUNDS = 4;

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

async function agentWith(name: string, escalation: object): Promise<void> {
  const { definition } = await call('GET', '/agents/refunds', 'key');
  await call('PUT', `/agents/${name}`, ENGINEER, {
    ...definition,
    escalation: { ...definition.escalation, ...escalation },
  });
}

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

  it('of three payments under one window the third asks, also from runs of two processes at once', async () => {
    await startWorker();
    for (let round = 0; round < ROUNDS; round++) {
      const agent = `windowed-${round}`;
      const windows = [{ path: 'amount', above: 750, perMs: 86_400_000 }];
      await agentWith(agent, { windows, confidenceBelow: 0 });
      const orders = [1, 2, 3].map((i) => `ORD-30${round}${i}`);
      const runs = await Promise.all(orders.map((order) => start(agent, order, 300)));
      const ended = await Promise.all(runs.map(atRest));
      const asked = (await Promise.all(runs.map(pendingOf))).flat();
      const why = asked.map(({ reasons }) => reasons.map(({ rule }: Json) => rule));
      const said = JSON.stringify([
        ended.map(({ status, waiting, output }) => ({ status, waiting, output })),
        why,
      ]);
      expect(why, said).toEqual([['escalation.windows']]);
      expect(ended.map(({ status }) => status).toSorted(), said).toEqual([
        'succeeded',
        'succeeded',
        'waiting',
      ]);
    }
    const { rows } = await server.app.db.pool.query(
      `SELECT count(DISTINCT convert_from(payload, 'UTF8')::json ->> 'workerId')::int AS workers FROM checkpoint WHERE kind = 'claim'`,
    );
    expect(rows[0].workers).toBeGreaterThan(1);
  }, 180_000);

  it('levels pass once each under the sweeps of two processes, one of which ends by kill -9', async () => {
    const levels = 4;
    const level = { role: 'admin', expiresMs: 1_000 };
    const escalateTo = [
      ...Array.from({ length: levels - 1 }, () => level),
      { ...level, expiresMs: 3_600_000 },
    ];
    await agentWith('chained', { onExpiry: 'escalate', escalateTo, expiresMs: 2_000 });
    const [first] = [await startWorker(), await startWorker()];
    const orders = ['ORD-3101', 'ORD-3102', 'ORD-3103', 'ORD-3104'];
    const runs: Json[] = [];
    for (const order of orders) runs.push(await start('chained', order, 900));
    const of = async (column: string, table: string) =>
      (
        await server.app.db.pool.query(
          `SELECT count(*)::int AS passed FROM ${table} t WHERE ${column} = 'escalated' AND EXISTS (
            SELECT FROM approval a WHERE a.agent = 'chained' AND ${table === 'run_input' ? 'a.run_id = t.run_id' : 'a.id = t.approval_id'})`,
        )
      ).rows[0].passed;
    // While levels pass.
    await expect.poll(() => of('verb', 'approval_event'), { timeout: 30_000 }).toBeGreaterThan(orders.length);
    await kill9(first);
    const standing = async () => (await Promise.all(runs.map(pendingOf))).flat();
    await expect
      .poll(async () => (await standing()).map(({ escalationLevel }) => escalationLevel), { timeout: 60_000 })
      .toEqual(orders.map(() => levels));
    expect(await of('verb', 'approval_event')).toBe(levels * orders.length);
    expect(await of('type', 'run_input')).toBe(levels * orders.length);
    for (const { id, payloadHash } of await standing())
      await call('POST', `/approvals/${id}/decision`, ADMIN, { payloadHash, decision: 'approve' });
    for (const run of runs) expect(await atRest(run)).toMatchObject({ status: 'succeeded' });
    for (const order of orders) expect(await refundsOf(order)).toHaveLength(1);
  }, 180_000);

  it('a sample waits, and what people say of it is kept as the rate of its agent and tool', async () => {
    await agentWith('sampled', { sampleRate: 0.999, confidenceBelow: 0 });
    const rates: Json[] = [];
    for (const [i, decision] of (['reject', 'approve'] as const).entries()) {
      const run = await start('sampled', `ORD-309${i}`, 30);
      expect((await atRest(run)).status).toBe('waiting');
      const [approval] = await pendingOf(run);
      expect(approval.reasons.map(({ rule }: Json) => rule)).toEqual(['escalation.sampleRate']);
      const { payloadHash } = approval;
      const said = { payloadHash, decision, reason: 'Looked at.' };
      await call('POST', `/approvals/${approval.id}/decision`, APPROVER, said);
      await atRest(run);
      const { rows } = await server.app.db.pool.query(
        `SELECT rate, looked_at::int AS looked, disagreed::int AS disagreed, last_decision AS last FROM review_rate WHERE agent = 'sampled'`,
      );
      rates.push(rows);
    }
    expect(rates).toEqual([
      [{ rate: 1, looked: 1, disagreed: 1, last: 'reject' }],
      [{ rate: 0.999, looked: 2, disagreed: 1, last: 'approve' }],
    ]);
  }, 120_000);
});
