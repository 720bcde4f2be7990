// Every fault over HTTP: whether the effect happened, and what the caller saw.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type RunningSimulator, runSimulator } from './testing/running-simulator';

let simulator: RunningSimulator;
beforeEach(async () => {
  simulator = await runSimulator();
});
afterEach(() => simulator.remove());

/** Longer than any test: whoever waits for it is stopped by the test's end. */
const NEVER_MS = 600_000;

const addRule = (rule: Record<string, unknown>) =>
  simulator.send('POST', '/control/faults', { service: 'payments', route: 'refund', nth: 1, ...rule });

/** Starts a refund that isn't answered, waits until `check` holds, and gives up on the answer. */
async function whilePending(check: () => Promise<void>): Promise<void> {
  const caller = new AbortController();
  let answered = false;
  const pending = simulator.refund('ORD-1', 10, 'k', caller.signal).then(
    () => {
      answered = true;
    },
    () => undefined,
  );
  await vi.waitFor(async () => {
    expect(await simulator.requests('payments', 'refund')).toBe(1);
    await check();
  }, 30_000);
  expect(answered).toBe(false);
  caller.abort();
  await pending;
}

describe('faults of a service', () => {
  it('delay: nothing happens until the delay is over', async () => {
    await addRule({ fault: 'delay', delayMs: NEVER_MS });
    await whilePending(async () => expect(await simulator.effects('payments')).toBe(0));
  });

  it('delay: then the effect happens and is answered', async () => {
    await addRule({ fault: 'delay', delayMs: 5 });
    expect((await simulator.refund('ORD-1', 10)).status).toBe(201);
    expect(await simulator.effects('payments')).toBe(1);
  });

  it('late: the effect has happened while the caller still waits; its retry is told the same refund', async () => {
    await addRule({ fault: 'late', delayMs: NEVER_MS });
    await whilePending(async () => expect(await simulator.effects('payments')).toBe(1));
    const retry = await simulator.refund('ORD-1', 10, 'k');
    expect(retry.headers.get('idempotent-replayed')).toBe('true');
    const { entries } = (await simulator.get('/ledger')).body;
    expect(entries).toEqual([expect.objectContaining({ id: retry.body.refund_id, fault: 'late' })]);
  });

  it('late: a caller with patience gets a sound answer', async () => {
    await addRule({ fault: 'late', delayMs: 5 });
    expect((await simulator.refund('ORD-1', 10)).body.status).toBe('succeeded');
  });

  it('lost_reply: charges once, and the same key finds the refund', async () => {
    await addRule({ fault: 'lost_reply' });
    await expect(simulator.refund('ORD-1', 10, 'k')).rejects.toThrow();
    expect(await simulator.effects('payments')).toBe(1);
    const { refunds } = (await simulator.get('/payments/refunds?key=k')).body;
    expect((await simulator.refund('ORD-1', 10, 'k')).body).toEqual(refunds[0]);
    expect(await simulator.effects('payments')).toBe(1);
  });

  it('hang: never answered, nothing happened', async () => {
    await addRule({ fault: 'hang' });
    await whilePending(async () => expect(await simulator.effects('payments')).toBe(0));
  });

  it('hang_after: never answered, but it happened', async () => {
    await addRule({ fault: 'hang_after' });
    await whilePending(async () => expect(await simulator.effects('payments')).toBe(1));
  });

  it.each([
    ['error_before', {}, 503, 0],
    ['error_before', { status: 500 }, 500, 0],
    ['error_after', {}, 500, 1],
    ['error_after', { status: 502 }, 502, 1],
  ])('%s %o: answers %i with %i effects', async (kind, figures, status, effects) => {
    await addRule({ fault: kind, ...figures });
    const answer = await simulator.refund('ORD-1', 10);
    expect([answer.status, answer.body.error.code]).toEqual([status, 'simulated_failure']);
    expect(await simulator.effects('payments')).toBe(effects);
  });

  it('rate_limited: 429 with Retry-After, nothing happened', async () => {
    await addRule({ fault: 'rate_limited', retryAfterS: 7 });
    const answer = await simulator.refund('ORD-1', 10);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7']);
    expect(await simulator.effects('payments')).toBe(0);
  });

  it('malformed: the body is no JSON although the status says success', async () => {
    await addRule({ fault: 'malformed' });
    await expect(simulator.refund('ORD-1', 10)).rejects.toThrow(SyntaxError);
    expect(await simulator.effects('payments')).toBe(1);
  });

  it('wrong_shape: JSON that breaks the contract', async () => {
    await addRule({ fault: 'wrong_shape' });
    expect((await simulator.refund('ORD-1', 10)).body).toEqual({ data: [{ unexpected: true }] });
  });

  it('oversized: as much as the rule says', async () => {
    await addRule({ fault: 'oversized', sizeBytes: 3_000_000 });
    const answer = await simulator.refund('ORD-1', 10);
    expect(Number(answer.headers.get('content-length'))).toBeGreaterThan(3_000_000);
  });

  it('nul: NUL characters in the texts', async () => {
    await addRule({ fault: 'nul' });
    expect((await simulator.refund('ORD-1', 10)).body).toMatchObject({ order_id: 'ORD-1\u0000', amount: 10 });
  });
});

describe('rules', () => {
  it('nth counts for each intent on its own', async () => {
    await addRule({ fault: 'error_before', nth: 2 });
    const statuses = [];
    for (const order of ['ORD-1', 'ORD-2', 'ORD-1', 'ORD-2', 'ORD-1']) {
      statuses.push((await simulator.refund(order, 10)).status);
    }
    expect(statuses).toEqual([201, 201, 503, 503, 201]);
  });

  it('times bounds "every"; match picks the requests; a star matches a prefix', async () => {
    await addRule({ fault: 'error_before', nth: 'every', times: 2, match: { order_id: 'ORD-7*' } });
    const statuses = [];
    for (const order of ['ORD-1', 'ORD-71', 'ORD-71', 'ORD-71']) {
      statuses.push((await simulator.refund(order, 10)).status);
    }
    expect(statuses).toEqual([201, 503, 503, 201]);
  });

  it('can be bound to the key of one run', async () => {
    await addRule({ fault: 'error_before', nth: 'every', match: { key: 'run-1:*' } });
    expect((await simulator.refund('ORD-1', 10, 'run-1:3')).status).toBe(503);
    expect((await simulator.refund('ORD-1', 10, 'run-2:3')).status).toBe(201);
    expect((await simulator.refund('ORD-1', 10)).status).toBe(201);
  });

  it('the first rule that matches wins; rules are listed and removed by id', async () => {
    await simulator.send('POST', '/control/faults', {
      rules: [
        { service: 'payments', route: 'refund', fault: 'error_before', status: 502 },
        { service: 'payments', fault: 'error_before', status: 504 },
      ],
    });
    expect((await simulator.refund('ORD-1', 10)).status).toBe(502);
    expect((await simulator.get('/payments/orders/ORD-1')).status).toBe(504);
    const { rules } = (await simulator.get('/control/faults')).body;
    expect(rules.map((rule: { id: string }) => rule.id)).toEqual(['rule-1', 'rule-2']);
    await simulator.send('DELETE', '/control/faults?id=rule-1');
    expect((await simulator.refund('ORD-1', 10)).status).toBe(504);
    expect((await simulator.send('DELETE', '/control/faults?id=rule-1')).status).toBe(404);
    await simulator.send('DELETE', '/control/faults');
    expect((await simulator.refund('ORD-1', 10)).status).toBe(201);
  });

  it.each([
    [{ service: 'bank', fault: 'late' }, 'service'],
    [{ service: 'payments', route: 'post', fault: 'late' }, 'route'],
    [{ service: 'payments', fault: 'explode' }, 'fault'],
    [{ service: 'chat', fault: 'unknown_tool' }, 'fault'],
    [{ service: 'chat', fault: 'late', nth: 0 }, 'nth'],
    [{ service: 'chat', fault: 'late', delayMs: -1 }, 'delayMs'],
    [{ service: 'chat', fault: 'late', wehn: 1 }, ''],
  ])('refuses %o', async (rule, path) => {
    const answer = await simulator.send('POST', '/control/faults', rule);
    expect(answer.status).toBe(400);
    expect(answer.body.error.issues.map((issue: { path: string }) => issue.path)).toContain(path);
    expect((await simulator.get('/control/faults')).body.rules).toEqual([]);
  });
});

describe('endings of demo ids', () => {
  it('-LOST loses the first reply of an effect and charges once', async () => {
    await expect(simulator.refund('ORD-1-LOST', 10, 'k')).rejects.toThrow();
    expect((await simulator.refund('ORD-1-LOST', 10, 'k')).status).toBe(201);
    expect(await simulator.effects('payments')).toBe(1);
    expect((await simulator.get('/payments/orders/ORD-1-LOST')).status).toBe(200);
  });

  it('-FLAKY fails twice before the effect', async () => {
    const statuses = [];
    for (let attempt = 0; attempt < 3; attempt += 1) {
      statuses.push((await simulator.refund('ORD-1-FLAKY', 10, 'k')).status);
    }
    expect(statuses).toEqual([503, 503, 201]);
    expect(await simulator.effects('payments')).toBe(1);
  });

  it('-LATE has charged while the first caller still waits', async () => {
    const caller = new AbortController();
    const first = simulator.refund('ORD-1-LATE', 900, 'k', caller.signal).catch(() => 'gave up');
    await vi.waitFor(async () => expect(await simulator.effects('payments')).toBe(1), 30_000);
    caller.abort();
    expect(await first).toBe('gave up');
    expect((await simulator.refund('ORD-1-LATE', 900, 'k')).headers.get('idempotent-replayed')).toBe('true');
    expect(await simulator.effects('payments')).toBe(1);
  });

  it('count on channels and mails as well', async () => {
    const message = { channel: '#ops-lost', text: 'hello' };
    await expect(simulator.send('POST', '/chat/messages', message)).rejects.toThrow();
    expect((await simulator.send('POST', '/chat/messages', message)).status).toBe(201);
    expect(await simulator.effects('chat')).toBe(2);
    const ticket = { mail_id: 'MAIL-1-BUSY', title: 't', body: 'b', priority: 'low' };
    expect((await simulator.send('POST', '/tickets', ticket)).headers.get('retry-after')).toBe('2');
    expect((await simulator.send('POST', '/tickets', ticket)).status).toBe(201);
  });
});
