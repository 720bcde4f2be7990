import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { CodedError } from '../../domain/errors';
import { type ToolDefinition, toolDefinition } from '../../domain/tool';
import { egressClient, serve } from '../testing/egress-fixture';
import { type LoopbackServer, type SeenRequest, sendJson } from '../testing/loopback-server';
import { AjvValidator } from '../validation/ajv-validator';
import { HttpToolClient } from './http-tool-client';

const secretValues: Record<string, string> = { PAY_KEY: 'sk_live_1' };
const client = new HttpToolClient({
  egress: egressClient(),
  validator: new AjvValidator(),
  clock: { now: () => Date.parse('2026-11-20T10:00:00Z') },
  secrets: {
    async read(name) {
      const value = secretValues[name];
      if (value === undefined) throw new CodedError('secret_missing', 'fatal', `there is no secret ${name}`);
      return value;
    },
  },
});

const never = new AbortController().signal;
const argumentsOf = { order_id: 'o 1', amount: 900 };

function toolOf(
  server: LoopbackServer,
  given: Partial<Omit<ToolDefinition, 'http'>> & { http?: object } = {},
) {
  const { http, ...more } = given;
  const definition = toolDefinition.parse({
    kind: 'http',
    description: 'Refunds an order',
    inputSchema: {
      type: 'object',
      required: ['order_id'],
      properties: { order_id: { type: 'string' }, amount: { type: 'number' } },
    },
    outputSchema: { type: 'object', required: ['refund_id'] },
    effect: 'idempotent',
    http: { method: 'POST', url: `${server.url}/refunds`, ...http },
    lookup: { method: 'GET', url: `${server.url}/refunds?key={key}` },
    ...more,
  });
  return { name: 'payments.refund', version: 1, definition };
}

const call = (tool: ReturnType<typeof toolOf>, signal = never) =>
  client.call({ tool, arguments: argumentsOf, effectKey: 'run-1:3' }, signal);
const lookUp = (tool: ReturnType<typeof toolOf>) =>
  client.lookUp({ tool, arguments: argumentsOf, effectKey: 'run-1:3' }, never);

const refunded = (_request: SeenRequest, response: ServerResponse) =>
  sendJson(response, 201, { refund_id: 'r1' });

describe('call', () => {
  it('sends the arguments as JSON with the effect key, and gives the answer', async () => {
    const server = await serve(refunded);
    const headers = {
      Authorization: 'Bearer {{secret:PAY_KEY}}',
      'X-Order': '{order_id}',
      'X-None': '{none}',
    };
    expect(await call(toolOf(server, { http: { headers } }))).toEqual({ refund_id: 'r1' });
    const [seen] = server.seen;
    expect(seen).toMatchObject({
      method: 'POST',
      url: '/refunds',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': 'run-1:3',
        authorization: 'Bearer sk_live_1',
        'x-order': 'o 1',
      },
    });
    expect(JSON.parse(seen?.body ?? '')).toEqual(argumentsOf);
    expect(seen?.headers).not.toHaveProperty('x-none');
  });

  it('sends what the body template says', async () => {
    const server = await serve(refunded);
    const bodyTemplate = { order: { id: '{order_id}' }, amount: '{amount}', note: 'order {order_id}' };
    await call(toolOf(server, { http: { bodyTemplate, url: `${server.url}/o/{order_id}` } }));
    expect(server.seen[0]?.url).toBe('/o/o%201');
    expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual({
      order: { id: 'o 1' },
      amount: 900,
      note: 'order o 1',
    });
  });

  it('sends a read without a key, and what the URL has not used as its query', async () => {
    const server = await serve(refunded);
    await call(
      toolOf(server, { effect: 'read', http: { method: 'GET', url: `${server.url}/o/{order_id}` } }),
    );
    expect(server.seen[0]).toMatchObject({ method: 'GET', url: '/o/o%201?amount=900', body: '' });
    expect(server.seen[0]?.headers).not.toHaveProperty('idempotency-key');
  });

  it.each([
    [
      'arguments that do not fit',
      {},
      { inputSchema: { properties: { amount: { maximum: 500 } } } },
      'invalid_arguments',
    ],
    ['a secret that is not there', { headers: { 'x-key': '{{secret:NONE}}' } }, {}, 'secret_missing'],
    ['an argument that is not there', { url: 'http://127.0.0.1:9/{none}' }, {}, 'invalid_arguments'],
    ['a URL made from arguments', { url: 'http://{order_id}/' }, {}, 'template_invalid'],
    ['a refused address', { url: 'http://169.254.169.254/latest' }, {}, 'address_refused'],
    ['a header that would start a new line', { headers: { 'x-note': 'a\nb' } }, {}, 'header_refused'],
  ])('sends nothing for %s', async (_what, http, more, code) => {
    const server = await serve(refunded);
    await expect(call(toolOf(server, { http, ...more }))).rejects.toMatchObject({ code, class: 'fatal' });
    expect(server.seen).toHaveLength(0);
  });

  it.each([
    ['read', 'contract_broken', 'fatal'],
    ['idempotent', 'contract_broken', 'unknown'],
    ['unsafe', 'contract_broken', 'unknown'],
  ] as const)(
    'takes an answer of another shape after effect %s for %s (%s)',
    async (effect, code, errorClass) => {
      const server = await serve((_request, response) => sendJson(response, 200, { id: 1 }));
      const error = await call(toolOf(server, { effect })).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code, class: errorClass, misfit: { id: 1 } });
      expect(String(error)).toContain('/refund_id is required');
    },
  );

  it.each([
    ['read', 'retryable'],
    ['reconcilable', 'unknown'],
  ] as const)('takes cut-off JSON after effect %s as %s', async (effect, errorClass) => {
    const server = await serve(
      (_request, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{"a'),
    );
    const failed = call(toolOf(server, { effect }));
    await expect(failed).rejects.toMatchObject({ code: 'response_unreadable', class: errorClass });
  });

  it.each([
    ['read', 'retryable'],
    ['unsafe', 'unknown'],
  ] as const)('takes a timeout after effect %s as %s', async (effect, errorClass) => {
    const server = await serve(() => {});
    const failed = call(toolOf(server, { effect }), AbortSignal.timeout(60));
    await expect(failed).rejects.toMatchObject({ code: 'timeout', class: errorClass });
    expect(server.seen).toHaveLength(1);
  });

  it('says what the receiver said, with its Retry-After', async () => {
    const server = await serve((_request, response) =>
      sendJson(response, 429, { error: { message: 'slow down' } }, { 'retry-after': '3' }),
    );
    await expect(call(toolOf(server))).rejects.toMatchObject({
      code: 'http_429',
      class: 'retryable',
      retryAfterMs: 3_000,
      message: expect.stringContaining('slow down'),
    });
  });

  it('knows from the status alone that nothing happened, although the body was lost', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(403, { 'content-length': '100' });
      response.write('half', () => response.destroy());
    });
    await expect(call(toolOf(server, { effect: 'unsafe' }))).rejects.toMatchObject({
      code: 'http_403',
      class: 'fatal',
    });
  });

  it('follows no redirect of a deed', async () => {
    const server = await serve(
      (_request, response) => void response.writeHead(303, { location: '/elsewhere' }).end(),
    );
    await expect(call(toolOf(server))).rejects.toMatchObject({ code: 'http_303', class: 'unknown' });
    expect(server.seen).toHaveLength(1);
  });

  it('is redirected to hosts of the contract alone, and nothing reaches another', async () => {
    const other = await serve((_request, response) => sendJson(response, 200, { refund_id: 'r1' }));
    const server = await serve((_request, response) => {
      response.writeHead(302, { location: `http://localhost:${other.port}/file` }).end();
    });
    const read = (http: object) => toolOf(server, { effect: 'read', http: { method: 'GET', ...http } });
    await expect(call(read({}))).rejects.toMatchObject({ code: 'redirect_refused', class: 'fatal' });
    await expect(call(read({ redirectHosts: ['127.0.0.2'] }))).rejects.toMatchObject({
      code: 'redirect_refused',
      message: expect.stringContaining(`redirects to localhost:${other.port}`),
    });
    expect(other.seen).toHaveLength(0);
    expect(await call(read({ redirectHosts: ['localhost'] }))).toEqual({ refund_id: 'r1' });
    expect(other.seen).toHaveLength(1);
    const lookedUp = toolOf(server, { effect: 'reconcilable', http: { redirectHosts: ['localhost'] } });
    expect(await lookUp(lookedUp)).toEqual({ refund_id: 'r1' });
  });

  it('gives null for an empty answer when no contract asks for more', async () => {
    const server = await serve((_request, response) => void response.writeHead(204).end());
    const { outputSchema: _none, ...definition } = toolOf(server).definition;
    expect(await call({ name: 'x', version: 1, definition })).toBeNull();
  });
});

describe('lookUp', () => {
  it('asks by key with the credentials of the call', async () => {
    const server = await serve((_request, response) => sendJson(response, 200, [{ refund_id: 'r1' }]));
    const headers = { Authorization: 'Bearer {{secret:PAY_KEY}}' };
    expect(await lookUp(toolOf(server, { http: { headers } }))).toEqual({ refund_id: 'r1' });
    expect(server.seen[0]).toMatchObject({
      method: 'GET',
      url: '/refunds?key=run-1%3A3',
      headers: { authorization: 'Bearer sk_live_1' },
    });
    expect(server.seen[0]?.headers).not.toHaveProperty('idempotency-key');
  });

  it.each([
    ['404', 404, { error: 'none' }],
    ['null', 200, null],
    ['an empty list', 200, []],
    ['an empty page', 200, { items: [] }],
    ['an empty list under a name', 200, { refunds: [] }],
  ])('takes %s for "it did not happen"', async (_what, status, body) => {
    const server = await serve((_request, response) => sendJson(response, status, body));
    expect(await lookUp(toolOf(server, { effect: 'reconcilable' }))).toBeNull();
  });

  it.each([
    [500, 'retryable'],
    [504, 'retryable'],
    [403, 'fatal'],
  ])('does not know after %i', async (status, errorClass) => {
    const server = await serve((_request, response) => sendJson(response, status, {}));
    const asked = lookUp(toolOf(server, { effect: 'reconcilable' }));
    await expect(asked).rejects.toMatchObject({ code: `http_${status}`, class: errorClass });
  });

  it('does not take a record that breaks the contract for the result', async () => {
    const server = await serve((_request, response) => sendJson(response, 200, { hits: { total: 0 } }));
    const asked = lookUp(toolOf(server, { effect: 'reconcilable' }));
    await expect(asked).rejects.toMatchObject({ code: 'contract_broken', class: 'unknown' });
  });
});
