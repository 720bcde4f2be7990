import { describe, expect, it } from 'vitest';
import { toolDefinition } from '@/lib/domain/tool';
import { argumentHash } from './argument-hash';

const base = {
  kind: 'http',
  description: 'Pays money back.',
  inputSchema: { type: 'object' },
  effect: 'idempotent',
  http: { method: 'POST', url: 'https://pay.example/refunds' },
} as const;
const hashOf = (args: object, over: object = {}) =>
  argumentHash(
    JSON.parse(JSON.stringify(args)),
    { name: 'payments.refund', version: 1, definition: toolDefinition.parse({ ...base, ...over }) },
    (text) => text,
  );

describe('argumentHash', () => {
  it('does not see key order, Unicode form or 1 against 1.0', () => {
    expect(hashOf({ b: 1, a: 'caf\u00e9' })).toBe(hashOf({ a: 'cafe\u0301', b: JSON.parse('1.0') }));
  });

  it.each([
    ['another argument', { a: 2 }, {}],
    ['another effect', { a: 1 }, { effect: 'unsafe' }],
    ['another address', { a: 1 }, { http: { method: 'POST', url: 'https://other.example' } }],
    ['another key', { a: 1 }, { keyTemplate: 'refund:{a}' }],
    ['another schema', { a: 1 }, { inputSchema: { type: 'object', required: ['a'] } }],
  ] as const)('sees %s', (_name, args, over) => {
    expect(hashOf(args, over)).not.toBe(hashOf({ a: 1 }));
  });

  it.each([
    ['the description', { description: 'Other words.' }],
    ['the timeout', { timeoutMs: 60_000 }],
    ['a header', { http: { ...base.http, headers: { 'X-Trace': '1' } } }],
  ])('does not see %s', (_name, over) => {
    expect(hashOf({ a: 1 }, over)).toBe(hashOf({ a: 1 }));
  });
});
