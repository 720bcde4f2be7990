import { expect, it } from 'vitest';
import { mayBeCharged } from './charge';

it.each([
  ['timeout', true],
  ['aborted', true],
  ['connection_lost', true],
  ['response_unreadable', true],
  ['model_answer_unreadable', true],
  ['http_500', true],
  ['http_502', true],
  ['http_504', true],
  ['unexpected', true],
  ['connect_failed', false],
  ['dns_failed', false],
  ['http_400', false],
  ['http_401', false],
  ['http_408', false],
  ['http_429', false],
  ['http_503', false],
  ['secret_missing', false],
  ['secret_ambiguous', false],
  ['secret_unreadable', false],
  ['secret_unavailable', false],
])('a call that failed with %s may be charged: %s', (code, charged) => {
  expect(mayBeCharged({ code, class: 'retryable' })).toBe(charged);
});

it('is free where we refused it ourselves', () => {
  expect(mayBeCharged({ code: 'timeout', class: 'refused' })).toBe(false);
});
