// Only the dependency's faults count.
import { describe, expect, it } from 'vitest';
import { type EndedAttempt, judgeAttempt } from './dependency-fault';

const ended = (code: string, over: Partial<EndedAttempt> = {}): EndedAttempt => ({
  code,
  class: 'retryable',
  mode: 'send',
  cutShort: false,
  ...over,
});

describe('judging an attempt that failed', () => {
  it.each([
    ['timeout', 'timeout'],
    ['connect_failed', 'unreachable'],
    ['connection_lost', 'unreachable'],
    ['dns_failed', 'unreachable'],
    ['tls_failed', 'unreachable'],
    ['http_500', 'server_error'],
    ['http_503', 'server_error'],
    ['http_408', 'server_error'],
    ['http_429', 'rate_limited'],
    ['contract_broken', 'bad_answer'],
    ['model_answer_unreadable', 'bad_answer'],
  ])('%s is the dependency’s', (code, fault) => {
    expect(judgeAttempt(ended(code))).toBe(fault);
  });

  it.each(['http_400', 'http_401', 'http_404', 'http_409', 'http_422'])('%s is an answer', (code) => {
    expect(judgeAttempt(ended(code, { class: 'fatal' }))).toBe('answered');
  });

  it.each([
    'invalid_arguments',
    'address_refused',
    'secret_missing',
    'aborted',
    'idempotency_mismatch',
    'unexpected',
  ])('%s is no call, or ours', (code) => expect(judgeAttempt(ended(code, { class: 'fatal' }))).toBe('none'));

  it('holds nothing against it that we refused, or cut short', () => {
    expect(judgeAttempt(ended('http_503', { class: 'refused' }))).toBe('none');
    expect(judgeAttempt(ended('timeout', { class: 'unknown', cutShort: true }))).toBe('none');
  });

  it('takes a look-up that ended its step for the answer it was', () => {
    expect(judgeAttempt(ended('timeout', { class: 'fatal', mode: 'look_up' }))).toBe('answered');
    expect(judgeAttempt(ended('timeout', { class: 'unknown', mode: 'look_up' }))).toBe('timeout');
  });
});
