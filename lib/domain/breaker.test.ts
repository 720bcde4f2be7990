// The keys of breakers are what others write into their URLs.
import { describe, expect, it } from 'vitest';
import { breakerKey, parseBreakerKey } from './breaker';

describe('the key of a breaker', () => {
  it.each([
    [
      'tool:payments.refund@127.0.0.1:4010',
      { kind: 'tool', name: 'payments.refund', endpoint: '127.0.0.1:4010' },
    ],
    ['tool:web.search@[::1]:80', { kind: 'tool', name: 'web.search', endpoint: '[::1]:80' }],
    ['model:sim-refunds', { kind: 'model', name: 'sim-refunds' }],
  ] as const)('%s is read as it is written', (key, dependency) => {
    expect(parseBreakerKey(key)).toEqual(dependency);
    expect(breakerKey(dependency)).toBe(key);
  });

  it.each([
    '',
    'tool:payments.refund',
    'model:small@host',
    'agent:refunds',
    'tool:No@host',
    'tool:a@b@c',
    'tool:a@b c',
  ])('%j is none', (key) => expect(parseBreakerKey(key)).toBeNull());
});
