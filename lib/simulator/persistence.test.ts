// The process: its ready line, its ends, and what outlives a kill -9.
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runSimulator, simulatorClient, temporaryDirectory } from './testing/running-simulator';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

let dataDirectory: string;
const children: Child[] = [];
beforeEach(() => {
  dataDirectory = temporaryDirectory();
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  }
  rmSync(dataDirectory, { recursive: true, force: true });
});

function spawnMain(environment: Record<string, string>): Child {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN], {
    cwd: ROOT,
    env: { NODE_ENV: 'test', ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  children.push(child);
  return child;
}

async function startMain(environment: Record<string, string> = {}) {
  const child = spawnMain({ SIMULATOR_DATA_DIR: dataDirectory, SIMULATOR_PORT: '0', ...environment });
  const [line] = await once(createInterface(child.stdout), 'line');
  const { port } = JSON.parse(String(line)) as { port: number };
  return { child, port, client: simulatorClient(port) };
}

async function failMain(environment: Record<string, string>) {
  const child = spawnMain(environment);
  let message = '';
  child.stderr.on('data', (chunk) => {
    message += String(chunk);
  });
  const [code] = await once(child, 'close');
  return { code, message };
}

async function ended(child: Child, act: () => void) {
  const exit = once(child, 'exit');
  act();
  return exit;
}

describe('kill -9', () => {
  it('loses no counted effect, no key, no occurrence and no rule', async () => {
    const first = await startMain();
    const { body: refund } = await first.client.refund('ORD-1', 900, 'k');
    await expect(first.client.refund('ORD-2-LOST', 10, 'lost')).rejects.toThrow();
    expect((await first.client.refund('ORD-3-FLAKY', 10, 'flaky')).status).toBe(503);
    await first.client.send('POST', '/control/faults', {
      service: 'payments',
      route: 'refund',
      match: { order_id: 'ORD-4' },
      nth: 2,
      fault: 'error_before',
    });
    expect((await first.client.refund('ORD-4', 10)).status).toBe(201);
    const before = (await first.client.get('/ledger')).body;
    await ended(first.child, () => first.child.kill('SIGKILL'));

    const { client } = await startMain();
    expect((await client.get('/ledger')).body).toEqual(before);
    const again = await client.refund('ORD-1', 900, 'k');
    expect([again.body, again.headers.get('idempotent-replayed')]).toEqual([refund, 'true']);
    expect((await client.refund('ORD-2-LOST', 10, 'lost')).status).toBe(201);
    expect((await client.refund('ORD-3-FLAKY', 10, 'flaky')).status).toBe(503);
    expect((await client.refund('ORD-3-FLAKY', 10, 'flaky')).status).toBe(201);
    expect((await client.refund('ORD-4', 10)).status).toBe(503);
    expect((await client.get('/payments/orders/ORD-1')).body.refunded).toBe(900);
    expect((await client.get('/ledger?service=payments')).body.total).toBe(before.total + 1);
  });

  it('in the middle of a late answer: the charge stands, the retry does not charge again', async () => {
    const first = await startMain();
    const pending = first.client.refund('ORD-1-LATE', 900, 'k').catch(() => 'cut');
    await vi.waitFor(async () => expect(await first.client.effects('payments')).toBe(1), 30_000);
    await ended(first.child, () => first.child.kill('SIGKILL'));
    expect(await pending).toBe('cut');

    const { client } = await startMain();
    expect((await client.refund('ORD-1-LATE', 900, 'k')).headers.get('idempotent-replayed')).toBe('true');
    expect(await client.effects('payments')).toBe(1);
  });
});

describe('the process', () => {
  it('ends cleanly on SIGTERM although one request hangs and another is delayed', async () => {
    const { child, client } = await startMain();
    const match = { order_id: 'ORD-2' };
    const delay = { service: 'payments', route: 'refund', match, fault: 'delay', delayMs: 600_000 };
    await client.send('POST', '/control/faults', delay);
    const pending = ['ORD-1-HANG', 'ORD-2'].map((order) => client.refund(order, 10).catch(() => 'cut'));
    await vi.waitFor(async () => expect(await client.requests('payments', 'refund')).toBe(2), 30_000);
    expect(await ended(child, () => child.kill('SIGTERM'))).toEqual([0, null]);
    expect(await Promise.all(pending)).toEqual(['cut', 'cut']);
  });

  it('ends with its standard input when told to, and not otherwise', async () => {
    const bound = await startMain({ SIMULATOR_STOP_WITH_STDIN: 'on' });
    expect(await ended(bound.child, () => bound.child.stdin.end())).toEqual([0, null]);
    const free = await startMain();
    free.child.stdin.end();
    expect((await free.client.get('/healthz')).body).toMatchObject({
      name: 'bulkhead-simulator',
      pid: free.child.pid,
    });
  });

  it('says what is wrong with its environment or its port', async () => {
    const missing = await failMain({});
    expect([missing.code, missing.message]).toEqual([2, expect.stringContaining('SIMULATOR_DATA_DIR')]);
    const { port } = await startMain();
    const taken = await failMain({ SIMULATOR_DATA_DIR: dataDirectory, SIMULATOR_PORT: String(port) });
    expect([taken.code, taken.message]).toEqual([1, expect.stringContaining(`Port ${port} is taken`)]);
  });
});

describe('files', () => {
  it('a line that was torn by a kill is cut off, and the next effect takes its number', async () => {
    const first = await runSimulator({ dataDirectory });
    await first.refund('ORD-1', 10, 'a');
    await first.stop();
    const path = join(dataDirectory, 'payments.jsonl');
    const whole = readFileSync(path, 'utf8');
    appendFileSync(path, '{"seq":2,"at":"2026-');

    const second = await runSimulator({ dataDirectory });
    expect(await second.effects('payments')).toBe(1);
    expect(readFileSync(path, 'utf8')).toBe(whole);
    await second.refund('ORD-1', 20, 'b');
    await second.stop();
    const third = await runSimulator({ dataDirectory });
    const { entries } = (await third.get('/ledger')).body;
    expect(entries.map((entry: { seq: number; key: string }) => [entry.seq, entry.key])).toEqual([
      [1, 'a'],
      [2, 'b'],
    ]);
    await third.stop();
  });

  it('a line that can not be read stops the start and is named', async () => {
    writeFileSync(join(dataDirectory, 'chat.jsonl'), '{"seq":1}\n');
    await expect(runSimulator({ dataDirectory })).rejects.toThrow(/chat\.jsonl, line 1/);
  });
});
