// What `npm start` promises: one at a time, everything stopped at the end, and going on after kill -9 of any part.
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { identifyProcess, isRunning } from '../lib/store/embedded/process-identity';
import { waitUntil } from '../lib/store/embedded/wait-until';
import { type Bulkhead, type Part, startBulkhead } from './harness/bulkhead';
import { openEventStream } from './harness/event-stream';
import { refundsOf, simulatorUrl, untilRefunded } from './harness/ledger';
import { expect, test } from './harness/test';

const PARTS: readonly Part[] = ['server', 'simulator', 'postgres'];
const startProgram = fileURLToPath(new URL('../scripts/start.mjs', import.meta.url));

/** Long enough to see before it, on a machine that does other things too, that something does not wait for it. */
const ANSWERED_AFTER_MS = 4_000;

const started = z.looseObject({ id: z.string() });
const pageOfSteps = z.looseObject({
  items: z.array(
    z.looseObject({ tool: z.string().nullable(), attempts: z.array(z.looseObject({})), lastSeq: z.number() }),
  ),
});
const pageOfRows = z.looseObject({ items: z.array(z.looseObject({ seq: z.number(), kind: z.string() })) });

/** Payments refunds at once and says so only later. */
async function delayRefunds(bulkhead: Bulkhead, delayMs: number): Promise<void> {
  const rule = { service: 'payments', route: 'refund', fault: 'late', delayMs };
  await fetch(`${await simulatorUrl(bulkhead)}/control/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(rule),
  });
}

async function answers({ url }: Bulkhead): Promise<boolean> {
  const answer = await fetch(url, { redirect: 'manual' }).catch(() => undefined);
  return answer !== undefined && answer.status < 500;
}

test.describe('start and stop', () => {
  test.setTimeout(400_000);

  test('a second start says what runs, ends with 1 and disturbs nothing', async ({ bulkhead }) => {
    const before = await Promise.all(PARTS.map((part) => bulkhead.process(part)));
    const again = (env: Record<string, string>) =>
      spawnSync(process.execPath, [startProgram], { env: { ...process.env, ...env }, encoding: 'utf8' });

    const same = again({ BULKHEAD_DATA_DIR: bulkhead.dataDir, PORT: '0' });
    expect(same.status).toBe(1);
    expect(same.stderr).toContain(`already runs on ${bulkhead.dataDir}`);
    expect(same.stderr).toContain(bulkhead.url);

    const otherDataDir = `${bulkhead.dataDir}-other`;
    const samePort = again({
      BULKHEAD_DATA_DIR: otherDataDir,
      BULKHEAD_HOST: '127.0.0.1',
      PORT: new URL(bulkhead.url).port,
    });
    rmSync(otherDataDir, { recursive: true });
    expect(samePort.status).toBe(1);
    expect(samePort.stderr).toMatch(/Port \d+ is taken by another Bulkhead/);

    expect(await Promise.all(PARTS.map((part) => bulkhead.process(part)))).toEqual(before);
    expect(await answers(bulkhead)).toBe(true);
  });

  test('SIGTERM stops the server, the simulator and PostgreSQL, and ends with 0', async () => {
    const bulkhead = await startBulkhead();
    const parts = await Promise.all(PARTS.map((part) => bulkhead.process(part)));
    expect(await bulkhead.stop()).toBe(0);
    expect(parts.filter(isRunning)).toEqual([]);
    await bulkhead.remove();
  });

  test('one Ctrl-C, which npm passes on a second time, does not cut the stop short', async () => {
    const bulkhead = await startBulkhead();
    const parts = await Promise.all(PARTS.map((part) => bulkhead.process(part)));
    bulkhead.launcher.kill('SIGINT');
    bulkhead.launcher.kill('SIGINT');
    expect(await bulkhead.stop()).toBe(0);
    expect(bulkhead.output()).toContain('Stopped.');
    expect(bulkhead.output()).not.toContain('is killed');
    expect(parts.filter(isRunning)).toEqual([]);
    await bulkhead.remove();
  });

  test('SIGTERM to the server alone: an open event stream is closed, the step under way keeps its result, and it ends with 0', async ({
    signIn,
  }) => {
    const bulkhead = await startBulkhead();
    try {
      const page = await signIn('operator', bulkhead);
      const orderId = `ORD-${randomUUID().slice(0, 8).toUpperCase()}`;
      await delayRefunds(bulkhead, ANSWERED_AFTER_MS);
      const stream = await openEventStream(page);
      const answer = await page.request.post('/api/v1/runs', {
        headers: { origin: bulkhead.url },
        data: { agent: 'refunds', input: { orderId, amount: 40, reason: 'It arrived broken' } },
      });
      const { id: runId } = started.parse(await answer.json());
      await untilRefunded(bulkhead, orderId);
      const server = await bulkhead.process('server');
      const toldAtMs = performance.now();
      process.kill(server.pid, 'SIGTERM');
      await stream.ended;
      // The answer of payments is still awaited then: nothing else holds the stream open.
      expect(performance.now() - toldAtMs).toBeLessThan(ANSWERED_AFTER_MS);
      expect(await waitUntil(() => !isRunning(server), { withinMs: 20_000 })).toBe(true);
      await bulkhead.waitForNew('server', server);
      expect(bulkhead.output()).toContain('The server ended (exit code 0)');

      const settled = await page.request.get(`/api/v1/runs/${runId}?wait=20`);
      expect(await settled.json()).toMatchObject({ status: 'succeeded' });
      // The first owner waited for the answer and wrote it down; the second one went on from there.
      const { items: steps } = pageOfSteps.parse(
        await (await page.request.get(`/api/v1/runs/${runId}/steps`)).json(),
      );
      const refund = steps.find(({ tool }) => tool === 'payments.refund');
      expect(refund?.attempts).toMatchObject([{ outcome: 'succeeded' }]);
      const { items } = pageOfRows.parse(
        await (await page.request.get(`/api/v1/runs/${runId}/journal`)).json(),
      );
      const claims = items.filter(({ kind }) => kind === 'claim').map(({ seq }) => seq);
      expect(claims).toHaveLength(2);
      expect(refund?.lastSeq).toBeLessThan(claims[1] ?? 0);
      expect(await refundsOf(bulkhead, orderId)).toHaveLength(1);
    } finally {
      await bulkhead.remove();
    }
  });

  for (const part of PARTS) {
    test(`kill -9 of the ${part}: it is started again and said so`, async () => {
      const bulkhead = await startBulkhead();
      try {
        const before = await bulkhead.process(part);
        await bulkhead.kill(part);
        await bulkhead.waitForNew(part, before);
        expect(bulkhead.output()).toContain('starting it again');
        expect(await answers(bulkhead)).toBe(true);
      } finally {
        await bulkhead.remove();
      }
    });
  }

  test('kill -9 of the launcher: nothing serves on as an orphan, and the next start works in under 10 s, or in the time of the first one', async () => {
    const begunAtMs = performance.now();
    const killed = await startBulkhead();
    // The first makes the database too: on a slow machine that tells what a start may take.
    const firstMs = performance.now() - begunAtMs;
    const [server, simulator, postgres] = await Promise.all(PARTS.map((part) => killed.process(part)));
    await killed.killLauncher();
    const startedAtMs = performance.now();
    const next = await startBulkhead({ dataDir: killed.dataDir });
    try {
      expect(performance.now() - startedAtMs).toBeLessThan(Math.max(10_000, firstMs));
      expect([server, simulator].filter((left) => left && isRunning(left))).toEqual([]);
      expect((await next.process('postgres')).pid).toBe(postgres?.pid);
      expect(await answers(next)).toBe(true);
      expect(await next.stop()).toBe(0);
      expect(postgres && isRunning(postgres)).toBe(false);
    } finally {
      await next.remove();
    }
  });

  test('kill -9 of the launcher without another start: server and simulator end by themselves', async () => {
    const bulkhead = await startBulkhead();
    const parts = await Promise.all([bulkhead.process('server'), bulkhead.process('simulator')]);
    const postgres = await bulkhead.process('postgres');
    await bulkhead.killLauncher();
    expect(await waitUntil(() => !parts.some(isRunning), { withinMs: 40_000 })).toBe(true);
    process.kill(postgres.pid, 'SIGINT');
    await waitUntil(() => identifyProcess(postgres.pid) === undefined, { withinMs: 20_000 });
    await bulkhead.remove();
  });
});
