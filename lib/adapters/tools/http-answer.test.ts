import { describe, expect, it } from 'vitest';
import type { EffectClass } from '../../domain/tool';
import { classOfStatus, readAnswer, statusError } from './http-answer';
import { foundIn } from './look-up-answer';

const answer = (body: string | Uint8Array, type?: string) => ({
  headers: new Headers(type === undefined ? {} : { 'content-type': type }),
  body: typeof body === 'string' ? Buffer.from(body) : body,
});
const response = (status: number, body: string, headers: Record<string, string> = {}) => ({
  status,
  headers: new Headers(headers),
  body: Buffer.from(body),
  url: 'https://pay.test/refunds?token=secret',
});

describe('classOfStatus', () => {
  it.each<[number, Record<EffectClass, string>]>([
    [400, { read: 'fatal', idempotent: 'fatal', reconcilable: 'fatal', unsafe: 'fatal' }],
    [401, { read: 'fatal', idempotent: 'fatal', reconcilable: 'fatal', unsafe: 'fatal' }],
    [403, { read: 'fatal', idempotent: 'fatal', reconcilable: 'fatal', unsafe: 'fatal' }],
    [404, { read: 'fatal', idempotent: 'fatal', reconcilable: 'fatal', unsafe: 'fatal' }],
    [408, { read: 'retryable', idempotent: 'retryable', reconcilable: 'retryable', unsafe: 'retryable' }],
    [409, { read: 'fatal', idempotent: 'fatal', reconcilable: 'fatal', unsafe: 'fatal' }],
    [429, { read: 'retryable', idempotent: 'retryable', reconcilable: 'retryable', unsafe: 'retryable' }],
    [500, { read: 'retryable', idempotent: 'unknown', reconcilable: 'unknown', unsafe: 'unknown' }],
    [502, { read: 'retryable', idempotent: 'retryable', reconcilable: 'unknown', unsafe: 'unknown' }],
    [503, { read: 'retryable', idempotent: 'retryable', reconcilable: 'retryable', unsafe: 'retryable' }],
    [504, { read: 'retryable', idempotent: 'retryable', reconcilable: 'unknown', unsafe: 'unknown' }],
    [303, { read: 'fatal', idempotent: 'unknown', reconcilable: 'unknown', unsafe: 'unknown' }],
    [307, { read: 'fatal', idempotent: 'fatal', reconcilable: 'fatal', unsafe: 'fatal' }],
  ])('says what %i means for each effect', (status, expected) => {
    for (const [effect, errorClass] of Object.entries(expected)) {
      expect([effect, classOfStatus(status, effect as EffectClass)]).toEqual([effect, errorClass]);
    }
  });
});

describe('statusError', () => {
  it.each([
    ['problem+json', '{"title":"Bad","detail":"amount is too high"}', 'amount is too high'],
    ['a nested error', '{"error":{"message":"no such order","code":"x"}}', 'no such order'],
    ['a text as error', '{"error":"nope"}', 'nope'],
    ['plain text', 'go\n  away', 'go away'],
    ['a page', '<html><h1>Forbidden</h1></html>', 'Forbidden'],
    ['JSON without words', '{"x":1}', '{"x":1}'],
  ])('takes the words of the receiver from %s', (_what, body, words) => {
    const error = statusError(response(422, body), 'idempotent', 0);
    expect(error).toMatchObject({
      code: 'http_422',
      class: 'fatal',
      message: `pay.test answered 422: ${words}`,
    });
  });

  it('bounds them, and never shows the address', () => {
    const { message } = statusError(response(400, 'x'.repeat(10_000)), 'read', 0);
    expect(message.length).toBeLessThanOrEqual(500 + 'pay.test answered 400: '.length);
    expect(message).not.toContain('secret');
  });

  it('reads Retry-After as seconds and as a date', () => {
    const nowMs = Date.parse('2026-11-20T10:00:00Z');
    expect(statusError(response(429, '', { 'retry-after': '7' }), 'read', nowMs).retryAfterMs).toBe(7_000);
    const date = 'Fri, 20 Nov 2026 10:00:30 GMT';
    expect(statusError(response(503, '', { 'retry-after': date }), 'read', nowMs).retryAfterMs).toBe(30_000);
    expect(statusError(response(503, ''), 'read', nowMs).retryAfterMs).toBeUndefined();
  });
});

describe('readAnswer', () => {
  it.each([
    ['JSON', answer('{"a":1}', 'application/json; charset=utf-8'), { a: 1 }],
    ['a kind of JSON', answer('[1]', 'application/vnd.api+json'), [1]],
    ['an empty body', answer('', 'application/json'), null],
    ['text', answer('{"a":1}', 'text/plain'), '{"a":1}'],
    ['JSON that nobody announced', answer('{"a":1}'), { a: 1 }],
    ['anything else that nobody announced', answer('hello'), 'hello'],
    ['NUL', answer('{"a":"\\u0000"}', 'application/json'), { a: '\u0000' }],
  ])('reads %s', (_what, given, value) => {
    expect(readAnswer(given)).toEqual({ ok: true, value });
  });

  it.each([
    ['cut-off JSON', answer('{"a":', 'application/json'), /not valid JSON/],
    ['bytes that are no text', answer(new Uint8Array([0xff, 0xfe]), 'text/plain'), /UTF-8/],
    ['nesting that would overflow', answer('['.repeat(100_000), 'application/json'), /deeper/],
    ['a lone surrogate', answer('"\\ud800"', 'application/json'), /surrogate/],
  ])('refuses %s', (_what, given, why) => {
    expect(readAnswer(given)).toEqual({ ok: false, reason: expect.stringMatching(why) });
  });
});

describe('foundIn', () => {
  it.each([
    ['null', null, null],
    ['an empty list', [], null],
    ['an empty page', { items: [] }, null],
    ['an empty page with paging', { items: [], nextCursor: null, total: 0, has_more: false }, null],
    ['an empty list of another name', { refunds: [] }, null],
    ['a list', [{ id: 1 }, { id: 2 }], { id: 1 }],
    ['a page', { tickets: [{ id: 1 }], total: 1 }, { id: 1 }],
    ['a record', { id: 1 }, { id: 1 }],
    ['a record that holds a list', { id: 1, items: [] }, { id: 1, items: [] }],
    ['a text', 'done', 'done'],
  ])('takes %s for what it is', (_what, value, expected) => {
    expect(foundIn(value)).toEqual(expected);
  });
});
