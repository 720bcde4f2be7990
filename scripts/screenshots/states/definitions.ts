// Knows the tools and agents by which seldom states are made: slow ones, narrow ones, one that waits for the world. The demo's own stay as they are.
type Json = { readonly [name: string]: unknown };

const text = { type: 'string', minLength: 1, maxLength: 200 };
const REFUND_ARGUMENTS = {
  type: 'object',
  properties: { order_id: text, amount: { type: 'number' }, currency: text, reason: text },
  required: ['order_id', 'amount', 'currency', 'reason'],
  additionalProperties: false,
};
const LONGEST_MS = 120_000;

/** @param origin where the simulator is. */
export const stateTools = (origin: string): Readonly<Record<string, Json>> => ({
  'payments.pay_out': {
    kind: 'http',
    description: 'Pay an order out. One payment of an order at a time, three in all.',
    inputSchema: REFUND_ARGUMENTS,
    effect: 'reconcilable',
    http: { method: 'POST', url: `${origin}/payments/refunds` },
    lookup: { method: 'GET', url: `${origin}/payments/refunds?key={key}` },
    compensateWith: { tool: 'payments.cancel_refund', arguments: { refund_id: '{result.refund_id}' } },
    resourceKey: 'order:{order_id}',
    concurrency: 3,
    timeoutMs: LONGEST_MS,
    risk: 'medium',
  },
  'payments.wire': {
    kind: 'http',
    description: 'Pay by wire. The bank honours the key, and takes its time.',
    inputSchema: REFUND_ARGUMENTS,
    effect: 'idempotent',
    http: { method: 'POST', url: `${origin}/payments/refunds` },
    timeoutMs: 500,
    retry: { maxAttempts: 1 },
    risk: 'medium',
  },
  'orders.export': {
    kind: 'http',
    description: 'Export an order with everything that belongs to it. It may take minutes.',
    inputSchema: { type: 'object', properties: { order_id: text }, required: ['order_id'] },
    effect: 'read',
    http: { method: 'GET', url: `${origin}/payments/orders/{order_id}` },
    timeoutMs: LONGEST_MS,
    breaker: { slowCallMs: LONGEST_MS },
  },
  'chat.announce': {
    kind: 'http',
    description: 'Post to a channel that everybody reads.',
    inputSchema: { type: 'object', properties: { channel: text, text }, required: ['channel', 'text'] },
    effect: 'idempotent',
    http: { method: 'POST', url: `${origin}/chat/messages` },
    breaker: { minimumCalls: 4, openMs: 600_000 },
    retry: { maxAttempts: 6, baseMs: 50, capMs: 200 },
    timeoutMs: 2_000,
  },
  'tickets.assign': {
    kind: 'http',
    description: 'Open a ticket with somebody who takes care of it.',
    inputSchema: {
      type: 'object',
      properties: { mail_id: text, title: text, body: text },
      required: ['mail_id', 'title', 'body'],
    },
    effect: 'reconcilable',
    http: { method: 'POST', url: `${origin}/tickets` },
    lookup: { method: 'GET', url: `${origin}/tickets?mail_id={mail_id}` },
    breaker: { minimumCalls: 4, openMs: 1_000, probes: 3 },
    retry: { maxAttempts: 4, baseMs: 50, capMs: 200 },
    timeoutMs: LONGEST_MS,
  },
  'mail.write': {
    kind: 'http',
    description: 'Write a mail.',
    inputSchema: {
      type: 'object',
      properties: { case_id: text, to: text, subject: text, text },
      required: ['case_id', 'to', 'subject', 'text'],
    },
    effect: 'idempotent',
    http: { method: 'POST', url: `${origin}/mail/messages` },
    externalSink: true,
    sensitiveArguments: { to: { role: 'recipient', allow: ['@example.com'] } },
  },
  'orders.look_up': {
    kind: 'http',
    description: 'Look an order up, with the customer who made it.',
    inputSchema: { type: 'object', properties: { order_id: text }, required: ['order_id'] },
    effect: 'read',
    http: { method: 'GET', url: `${origin}/payments/orders/{order_id}` },
    privateData: true,
  },
  'mail.await_reply': {
    kind: 'builtin',
    builtin: 'wait_for_event',
    description: 'Wait until the customer has answered.',
    effect: 'read',
    event: { keyTemplate: 'reply:{order_id}', timeoutMs: 3 * 86_400_000 },
    untrustedOutput: true,
    inputSchema: {
      type: 'object',
      properties: { order_id: text },
      required: ['order_id'],
      additionalProperties: false,
    },
  },
});

const agent = (description: string, tools: readonly string[], more: Json = {}): Json => ({
  description,
  prompt: 'You do what the script says.',
  model: 'sim-scripted',
  tools: tools.map((name) => ({ name })),
  inputSchema: { type: 'object' },
  outputSchema: { type: 'object' },
  ...more,
});

export const STATE_AGENTS: Readonly<Record<string, Json>> = {
  'payment-desk': agent('Pays, announces, assigns and waits for customers.', [
    'payments.pay_out',
    'payments.wire',
    'chat.announce',
    'tickets.assign',
    'mail.await_reply',
    'mail.write',
    'orders.look_up',
  ]),
  'nightly-export': agent(
    'Exports orders, one run at a time; takes no more once its queue is old.',
    ['orders.export'],
    {
      concurrency: 1,
      shedAfterMs: 1_000,
    },
  ),
};
