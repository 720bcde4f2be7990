// Payments, chat and tickets: what is counted, which keys are honoured, what is refused.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningSimulator, runSimulator } from './testing/running-simulator';

let simulator: RunningSimulator;
beforeEach(async () => {
  simulator = await runSimulator();
});
afterEach(() => simulator.remove());

describe('payments', () => {
  it('makes orders from id and seed', async () => {
    const first = await simulator.get('/payments/orders/ORD-1001');
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({
      order_id: 'ORD-1001',
      status: 'captured',
      currency: 'EUR',
      refunded: 0,
    });
    expect(first.body.captured).toBeGreaterThanOrEqual(1000);
    expect(first.body.refundable).toBe(first.body.captured);
    expect((await simulator.get('/payments/orders/ORD-1001')).body).toEqual(first.body);

    const other = await runSimulator({ seed: 'another' });
    expect((await other.get('/payments/orders/ORD-1001')).body.captured).not.toBe(first.body.captured);
    await other.remove();
  });

  it('answers 404 for orders and refunds that do not exist', async () => {
    const order = await simulator.get('/payments/orders/ORD-404-7');
    expect([order.status, order.body.error.code]).toEqual([404, 'order_not_found']);
    expect((await simulator.get('/payments/orders/4711')).status).toBe(404);
    expect((await simulator.refund('ORD-404-7', 10)).body.error.code).toBe('order_not_found');
    expect((await simulator.get('/payments/refunds/RF-NONE')).body.error.code).toBe('refund_not_found');
    expect(await simulator.effects('payments')).toBe(0);
  });

  it('pays once per key and gives the same answer again', async () => {
    const first = await simulator.refund('ORD-1', 900, 'run-1:step-3');
    const second = await simulator.refund('ORD-1', 900, 'run-1:step-3');
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(await simulator.effects('payments')).toBe(1);
  });

  it('pays once for 40 callers with one key', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => simulator.refund('ORD-1', 5, 'k')));
    expect(new Set(answers.map((answer) => answer.body.refund_id)).size).toBe(1);
    expect(await simulator.effects('payments')).toBe(1);
  });

  it('refuses a key with another body', async () => {
    await simulator.refund('ORD-1', 900, 'k');
    const other = await simulator.refund('ORD-1', 901, 'k');
    expect([other.status, other.body.error.code]).toEqual([422, 'idempotency_key_reused']);
    expect(await simulator.effects('payments')).toBe(1);
  });

  it('pays each time without a key, and says so in the summary', async () => {
    await simulator.refund('ORD-1', 20);
    await simulator.refund('ORD-1', 20);
    await simulator.refund('ORD-1', 30);
    const { services } = (await simulator.get('/ledger/summary')).body;
    expect(services).toContainEqual({
      service: 'payments',
      effects: 3,
      distinctIntents: 2,
      duplicates: 1,
      distinctKeys: 0,
      withoutKey: 3,
    });
  });

  it('refuses more than captured minus refunded, and a key is free again after that', async () => {
    expect((await simulator.refund('ORD-7-SMALL', 20, 'a')).status).toBe(201);
    const over = await simulator.refund('ORD-7-SMALL', 5.01, 'b');
    expect(over.status).toBe(422);
    expect(over.body.error).toMatchObject({ code: 'amount_exceeds_refundable', refundable: 5 });
    expect((await simulator.refund('ORD-7-SMALL', 5, 'b')).status).toBe(201);
    expect((await simulator.get('/payments/orders/ORD-7-SMALL')).body).toMatchObject({
      status: 'refunded',
      refunded: 25,
      refundable: 0,
    });
  });

  it('adds cents without drift', async () => {
    for (const key of ['a', 'b', 'c']) await simulator.refund('ORD-8-SMALL', 0.1, key);
    expect((await simulator.get('/payments/orders/ORD-8-SMALL')).body.refunded).toBe(0.3);
  });

  it('refuses another currency', async () => {
    const answer = await simulator.send('POST', '/payments/refunds', {
      order_id: 'ORD-1',
      amount: 1,
      currency: 'USD',
      reason: 'x',
    });
    expect([answer.status, answer.body.error.code]).toEqual([422, 'currency_mismatch']);
  });

  it('finds refunds by key, order and id', async () => {
    const { body } = await simulator.refund('ORD-1', 12.5, 'run/1?&step=2');
    const byKey = await simulator.get(`/payments/refunds?key=${encodeURIComponent('run/1?&step=2')}`);
    expect(byKey.body.refunds).toEqual([body]);
    expect((await simulator.get('/payments/refunds?key=never')).body).toEqual({ refunds: [] });
    expect((await simulator.get('/payments/refunds?order_id=ORD-1')).body.refunds).toEqual([body]);
    expect((await simulator.get(`/payments/refunds/${body.refund_id}`)).body).toEqual(body);
    expect((await simulator.get('/payments/refunds')).status).toBe(400);
  });
});

describe('chat', () => {
  const post = (text: string, key?: string) =>
    simulator.send(
      'POST',
      '/chat/messages',
      { channel: '#support', text },
      key ? { 'idempotency-key': key } : {},
    );

  it('honours keys and lists a channel', async () => {
    const first = await post('hello', 'k');
    expect((await post('hello', 'k')).body).toEqual(first.body);
    expect((await post('other', 'k')).status).toBe(422);
    await post('hello');
    const listed = await simulator.get(`/chat/messages?channel=${encodeURIComponent('#support')}`);
    expect(listed.body.messages.map((message: { text: string }) => message.text)).toEqual(['hello', 'hello']);
    expect((await simulator.get('/chat/messages?channel=empty')).body.messages).toEqual([]);
    const { services } = (await simulator.get('/ledger/summary')).body;
    expect(services).toContainEqual(expect.objectContaining({ service: 'chat', effects: 2, duplicates: 1 }));
  });
});

describe('tickets', () => {
  const mail = { mail_id: 'MAIL-1', title: 'Broken cup', body: 'It broke.', priority: 'high' };

  it('ignores keys: the same request twice makes two tickets, and the ledger keeps the key', async () => {
    const first = await simulator.send('POST', '/tickets', mail, { 'idempotency-key': 'k' });
    const second = await simulator.send('POST', '/tickets', mail, { 'idempotency-key': 'k' });
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.ticket_id).not.toBe(first.body.ticket_id);
    expect((await simulator.get('/tickets?mail_id=MAIL-1')).body.tickets).toEqual([first.body, second.body]);
    expect((await simulator.get('/ledger?service=tickets&key=k')).body.total).toBe(2);
    const { services } = (await simulator.get('/ledger/summary')).body;
    expect(services).toContainEqual(
      expect.objectContaining({ service: 'tickets', effects: 2, distinctIntents: 1, duplicates: 1 }),
    );
  });

  it('lists a date: a backlog made from the seed, and what was created on it', async () => {
    const backlog = (await simulator.get('/tickets?date=2024-02-29')).body.tickets;
    expect(backlog.length).toBeGreaterThanOrEqual(3);
    expect((await simulator.get('/tickets?date=2024-02-29')).body.tickets).toEqual(backlog);
    expect((await simulator.get(`/tickets/${backlog[0].ticket_id}`)).body).toEqual(backlog[0]);
    expect(await simulator.effects('tickets')).toBe(0);

    const { body } = await simulator.send('POST', '/tickets', mail);
    const today = (await simulator.get(`/tickets?date=${body.created_at.slice(0, 10)}`)).body.tickets;
    expect(today).toContainEqual(body);
    expect((await simulator.get(`/tickets/${body.ticket_id}`)).body).toEqual(body);
    expect((await simulator.get('/tickets/TCK-NONE')).status).toBe(404);
    expect((await simulator.get('/tickets?date=yesterday')).status).toBe(400);
  });
});

describe('ledger', () => {
  it('has one line per effect, with what came in', async () => {
    const { body } = await simulator.refund('ORD-1', 900, 'k');
    const { entries } = (await simulator.get('/ledger?service=payments&kind=refund&key=k')).body;
    expect(entries).toEqual([
      {
        seq: 1,
        at: body.created_at,
        service: 'payments',
        kind: 'refund',
        key: 'k',
        intent: 'ORD-1|900.00|EUR',
        id: body.refund_id,
        body: { order_id: 'ORD-1', amount: 900, currency: 'EUR', reason: 'The parcel came broken' },
        fault: null,
      },
    ]);
    expect((await simulator.get('/ledger?kind=ticket')).body.total).toBe(0);
    expect((await simulator.get('/ledger?service=bank')).status).toBe(400);
  });

  it('is a page without scripts that escapes what it shows and is labelled', async () => {
    await simulator.send('POST', '/chat/messages', { channel: 'ops', text: '<script>alert(1)</script>' });
    const response = await fetch(simulator.url);
    const page = await response.text();
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page).toContain('simulated');
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).not.toContain('<script');
    expect(page).not.toMatch(/(src|href)=/);
  });

  it('is emptied by a reset', async () => {
    await simulator.refund('ORD-1', 900, 'k');
    await simulator.send('POST', '/control/faults', { service: 'payments', fault: 'error_before' });
    expect((await simulator.send('POST', '/control/reset')).body.rules).toEqual([]);
    expect(await simulator.effects('payments')).toBe(0);
    const again = await simulator.refund('ORD-1', 901, 'k');
    expect([again.status, again.body.amount]).toEqual([201, 901]);
  });
});
