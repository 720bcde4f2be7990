// The demo's tools: contracts of the simulated payments, chat, tickets and mail; refuses to name an address (the simulator's is given).
import { mailTools } from './customer-mail';
import { AUTHORIZED, answerWith, type DemoTool, text } from './tool-parts';

const orderId = { ...text(60, 'The order, e.g. ORD-58213'), pattern: '^ORD-[A-Z0-9-]+$' };
const date = { type: 'string', format: 'date', description: 'A day, e.g. 2026-11-19' };

export function demoTools(simulatorUrl: string): readonly DemoTool[] {
  return [
    {
      name: 'payments.lookup',
      definition: {
        kind: 'http',
        description: 'Look up an order: what was captured, what was refunded and what is left.',
        inputSchema: {
          type: 'object',
          properties: { order_id: orderId },
          required: ['order_id'],
          additionalProperties: false,
        },
        outputSchema: {
          type: 'object',
          properties: {
            captured: { type: 'number' },
            refunded: { type: 'number' },
            refundable: { type: 'number' },
          },
          required: ['captured', 'refunded', 'refundable'],
        },
        effect: 'read',
        http: { method: 'GET', url: `${simulatorUrl}/payments/orders/{order_id}`, headers: AUTHORIZED },
        timeoutMs: 3_000,
        privateData: true,
      },
    },
    {
      name: 'payments.cancel_refund',
      definition: {
        kind: 'http',
        description: 'Take a refund back. The customer keeps what was paid for.',
        inputSchema: {
          type: 'object',
          properties: { refund_id: text(60, 'The refund, e.g. RF-3F2A01B9C4') },
          required: ['refund_id'],
          additionalProperties: false,
        },
        outputSchema: answerWith('cancellation_id'),
        effect: 'idempotent',
        http: {
          method: 'POST',
          url: `${simulatorUrl}/payments/refunds/{refund_id}/cancel`,
          headers: AUTHORIZED,
          bodyTemplate: {},
        },
        timeoutMs: 5_000,
      },
    },
    {
      name: 'payments.refund',
      // The default key run:step, not one per order: two partial refunds of one order are two wanted effects.
      definition: {
        kind: 'http',
        description: 'Pay money back to the method the customer paid with.',
        inputSchema: {
          type: 'object',
          properties: {
            order_id: orderId,
            amount: { type: 'number', exclusiveMinimum: 0, maximum: 100_000, description: 'In EUR' },
            currency: { type: 'string', enum: ['EUR'] },
            reason: text(500, 'Why the money goes back'),
          },
          required: ['order_id', 'amount', 'currency', 'reason'],
          additionalProperties: false,
        },
        outputSchema: answerWith('refund_id'),
        effect: 'reconcilable',
        http: { method: 'POST', url: `${simulatorUrl}/payments/refunds`, headers: AUTHORIZED },
        lookup: { method: 'GET', url: `${simulatorUrl}/payments/refunds?key={key}` },
        compensateWith: { tool: 'payments.cancel_refund', arguments: { refund_id: '{result.refund_id}' } },
        amountPath: 'amount',
        amountUnit: 'EUR',
        timeoutMs: 5_000,
        risk: 'medium',
      },
    },
    {
      name: 'tickets.list',
      definition: {
        kind: 'http',
        description: 'List the tickets of one day.',
        inputSchema: {
          type: 'object',
          properties: { date },
          required: ['date'],
          additionalProperties: false,
        },
        outputSchema: { type: 'object', properties: { tickets: { type: 'array' } }, required: ['tickets'] },
        effect: 'read',
        http: { method: 'GET', url: `${simulatorUrl}/tickets`, headers: AUTHORIZED },
        timeoutMs: 3_000,
        untrustedOutput: true,
      },
    },
    {
      name: 'tickets.find',
      definition: {
        kind: 'http',
        description: 'Find the ticket of a mail.',
        inputSchema: {
          type: 'object',
          properties: { mail_id: text(80, 'The mail') },
          required: ['mail_id'],
          additionalProperties: false,
        },
        outputSchema: { type: 'object', properties: { tickets: { type: 'array' } }, required: ['tickets'] },
        effect: 'read',
        http: { method: 'GET', url: `${simulatorUrl}/tickets`, headers: AUTHORIZED },
        timeoutMs: 3_000,
        untrustedOutput: true,
      },
    },
    {
      name: 'tickets.create',
      // The receiver ignores keys, so the mail is the key and a look-up by mail settles a lost answer.
      definition: {
        kind: 'http',
        description: 'Open a ticket for a mail.',
        inputSchema: {
          type: 'object',
          properties: {
            mail_id: text(80, 'The mail'),
            title: text(200, 'One line'),
            body: text(10_000, 'What the sender wants'),
            priority: { type: 'string', enum: ['low', 'normal', 'high', 'urgent'] },
          },
          required: ['mail_id', 'title', 'body'],
          additionalProperties: false,
        },
        outputSchema: answerWith('ticket_id'),
        effect: 'reconcilable',
        http: { method: 'POST', url: `${simulatorUrl}/tickets`, headers: AUTHORIZED },
        lookup: { method: 'GET', url: `${simulatorUrl}/tickets?mail_id={mail_id}` },
        keyTemplate: 'ticket:{mail_id}',
        timeoutMs: 3_000,
      },
    },
    {
      name: 'chat.post',
      definition: {
        kind: 'http',
        description: 'Post a message to a channel.',
        inputSchema: {
          type: 'object',
          properties: { channel: text(80, 'e.g. #ops'), text: text(4_000, 'The message'), date },
          required: ['channel', 'text', 'date'],
          additionalProperties: false,
        },
        outputSchema: answerWith('message_id'),
        effect: 'idempotent',
        http: { method: 'POST', url: `${simulatorUrl}/chat/messages`, headers: AUTHORIZED },
        keyTemplate: 'chat:{channel}:{date}:daily-summary',
        timeoutMs: 3_000,
        // Nobody wants to wait half a minute for a simulated chat.
        breaker: { openMs: 3_000 },
      },
    },
    ...mailTools(simulatorUrl),
  ];
}
