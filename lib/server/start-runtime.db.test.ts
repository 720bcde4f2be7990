// Starting and ending a process: seeded once, found again, drained with its runs given back.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installApp, uninstallApp } from './app';
import { compose } from './composition';
import { seedDemo } from './demo/seed-demo';
import { stopRuntime } from './stop-runtime';
import { ADMIN, API_KEY, OPERATOR, refundOf, startTestServer, type TestServer } from './testing/test-server';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ environment: { BULKHEAD_PRIVATE_HOSTS: '127.0.0.1:1' } });
});
afterAll(() => server.close());

const versions = async () => {
  const { prisma } = server.app.db;
  const counted = await Promise.all([
    prisma.agentVersion.count(),
    prisma.toolVersion.count(),
    prisma.modelVersion.count(),
    prisma.secret.count(),
    prisma.user.count(),
    prisma.auditEvent.count(),
  ]);
  return counted;
};

describe('the demo', () => {
  it('leaves no trace when it is seeded again, and moves with its simulator', async () => {
    const before = await versions();
    expect(before.slice(0, 5)).toEqual([4, 9, 4, 2, 5]);
    await seedDemo(server.app, server.simulator.url);
    expect(await versions()).toEqual(before);
    await seedDemo(server.app, 'http://127.0.0.1:1');
    const moved = await versions();
    expect(moved.slice(0, 5)).toEqual([4, 17, 8, 2, 5]);
    const tool = await server.call('GET', '/api/v1/tools/payments.refund', { as: ADMIN });
    expect(tool.body.definition.http.url).toBe('http://127.0.0.1:1/payments/refunds');
    await seedDemo(server.app, server.simulator.url);
    const back = await server.call('GET', '/api/v1/tools/payments.refund', { as: ADMIN });
    expect(back.body).toMatchObject({ version: 1, active: true });
  });

  it('keeps the version of an agent that an operator chose', async () => {
    const { definition } = (await server.call('GET', '/api/v1/agents/refunds', { as: ADMIN })).body;
    await server.call('PUT', '/api/v1/agents/refunds', {
      as: ADMIN,
      body: { ...definition, prompt: 'Be brief.' },
    });
    await server.call('POST', '/api/v1/agents/refunds/activate', { as: ADMIN, body: { version: 2 } });
    await seedDemo(server.app, server.simulator.url);
    expect((await server.call('GET', '/api/v1/agents/refunds', { as: ADMIN })).body.version).toBe(2);
  });
});

describe('the advance door', () => {
  const runId = '01a1f8e9-69aa-7724-8706-e6d4d8e037d4';
  const advance = (token: string) =>
    server.call('POST', '/api/internal/advance', {
      body: { runId },
      headers: { authorization: `Bearer ${token}` },
    });

  it('is shut for whoever does not know the internal token, an administrator’s key included', async () => {
    expect((await advance(API_KEY)).status).toBe(401);
    expect((await advance(server.app.internalToken)).body).toEqual({ outcome: 'not_due' });
  });

  it('advances a run that no dispatcher has woken', async () => {
    const { body: run } = await server.call('POST', '/api/v1/runs', {
      as: OPERATOR,
      body: refundOf('ORD-6000', 900),
    });
    await server.call('GET', `/api/v1/runs/${run.id}?wait=20`, { as: OPERATOR });
    await server.app.db.pool.query(`UPDATE run SET due_at = now() - interval '1 minute' WHERE id = $1`, [
      run.id,
    ]);
    const answer = await server.call('POST', '/api/internal/advance', {
      body: { runId: run.id },
      headers: { authorization: `Bearer ${server.app.internalToken}` },
    });
    expect(['parked', 'not_due']).toContain(answer.body.outcome);
  });
});

describe('going down', () => {
  it('says not ready, gives back what it owns, and another process goes on', async () => {
    const before = await server.simulator.requests('payments', 'order');
    await server.simulator.send('POST', '/control/faults', {
      service: 'payments',
      route: 'order',
      fault: 'delay',
      delayMs: 1_500,
    });
    const { body: run } = await server.call('POST', '/api/v1/runs', {
      as: OPERATOR,
      body: refundOf('ORD-6001', 40),
    });
    await expect.poll(() => server.simulator.requests('payments', 'order')).toBe(before + 1);
    const stopping = stopRuntime(server.app, 5_000);
    const ready = await server.call('GET', '/api/health/ready');
    expect([ready.status, ready.body.checks[0]]).toMatchObject([503, { ok: false }]);
    await stopping;
    const draining = await server.call('POST', '/api/internal/advance', {
      body: { runId: run.id },
      headers: { authorization: `Bearer ${server.app.internalToken}` },
    });
    expect(draining.body).toMatchObject({ status: 503, code: 'unavailable' });

    uninstallApp();
    const heir = compose(server.app.env, { logger: server.app.logger });
    installApp(heir);
    await heir.dispatcher?.start(async (runId) => {
      await heir.worker?.advanceRunById(runId);
    });
    heir.lifecycle.serve();
    const done = await server.call('GET', `/api/v1/runs/${run.id}?wait=20`, { as: OPERATOR });
    expect(done.body).toMatchObject({ status: 'succeeded' });
    expect(await server.simulator.requests('payments', 'order')).toBe(before + 1);
    const steps = await server.call('GET', `/api/v1/runs/${run.id}/steps`, { as: OPERATOR });
    expect(steps.body.items.every((step: { attempts: unknown[] }) => step.attempts.length <= 1)).toBe(true);
    await stopRuntime(heir, 5_000);
  });
});
