import { describe, expect, it } from 'vitest';
import { decideRetry, type RetryFacts } from './retry-decision';

const NOW = 1_000_000;
const facts = (over: Partial<RetryFacts>, errorClass: RetryFacts['error']['class'], retryAfterMs?: number) =>
  ({
    error: {
      code: 'some_code',
      message: 'It failed.',
      class: errorClass,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    },
    effect: 'idempotent',
    mode: 'send',
    failures: 1,
    refusals: 0,
    maxAttempts: 3,
    doubt: errorClass === 'unknown',
    backoff: { baseMs: 200, capMs: 5_000 },
    nowMs: NOW,
    deadlineMs: NOW + 60_000,
    random: 0.5,
    ...over,
  }) satisfies RetryFacts;

const RETRY = { kind: 'RETRY', atMs: NOW + 100 };
const LOOK_UP_NOW = { kind: 'LOOK_UP', atMs: NOW };
const ASK = { kind: 'ASK' };
const FINAL = { kind: 'FINAL' };

describe('decideRetry', () => {
  it.each([
    // effect, class, decision at the first failure, and when the attempts are used up
    ['none', 'retryable', RETRY, FINAL],
    ['none', 'unknown', RETRY, FINAL],
    ['none', 'fatal', FINAL, FINAL],
    ['read', 'retryable', RETRY, FINAL],
    ['read', 'unknown', RETRY, FINAL],
    ['read', 'fatal', FINAL, FINAL],
    ['idempotent', 'retryable', RETRY, FINAL],
    ['idempotent', 'unknown', RETRY, ASK],
    ['idempotent', 'fatal', FINAL, FINAL],
    ['reconcilable', 'retryable', RETRY, FINAL],
    ['reconcilable', 'unknown', LOOK_UP_NOW, LOOK_UP_NOW],
    ['reconcilable', 'fatal', FINAL, FINAL],
    ['unsafe', 'retryable', RETRY, FINAL],
    ['unsafe', 'unknown', ASK, ASK],
    ['unsafe', 'fatal', FINAL, FINAL],
  ] as const)('%s × %s', (effect, errorClass, first, exhausted) => {
    expect(decideRetry(facts({ effect }, errorClass))).toEqual(first);
    const last = decideRetry(facts({ effect, failures: 3 }, errorClass));
    expect(last).toEqual(exhausted);
  });

  it.each([
    ['idempotent', 'retryable', RETRY, ASK],
    ['idempotent', 'fatal', ASK, ASK],
    ['reconcilable', 'retryable', LOOK_UP_NOW, LOOK_UP_NOW],
    ['reconcilable', 'fatal', LOOK_UP_NOW, LOOK_UP_NOW],
    ['unsafe', 'retryable', ASK, ASK],
    ['unsafe', 'fatal', ASK, ASK],
  ] as const)('%s × %s after an attempt that may have happened', (effect, errorClass, first, exhausted) => {
    expect(decideRetry(facts({ effect, doubt: true }, errorClass))).toEqual(first);
    expect(decideRetry(facts({ effect, doubt: true, failures: 3 }, errorClass))).toEqual(exhausted);
  });

  it.each([
    ['retryable', 1, { kind: 'LOOK_UP', atMs: NOW + 100 }],
    ['unknown', 2, { kind: 'LOOK_UP', atMs: NOW + 200 }],
    ['unknown', 3, ASK],
    ['fatal', 1, ASK],
  ] as const)(
    'a look-up that fails (%s, number %i) never leads to sending',
    (errorClass, failures, decision) => {
      const look = facts({ effect: 'reconcilable', mode: 'look_up', doubt: true, failures }, errorClass);
      expect(decideRetry(look)).toEqual(decision);
    },
  );

  it('waits out a refusal without counting it', () => {
    const refused = facts({ effect: 'unsafe', failures: 9, refusals: 2 }, 'refused');
    expect(decideRetry(refused)).toEqual({ kind: 'RETRY', atMs: NOW + 200 });
  });

  it('never turns a look-up that was deferred into sending', () => {
    const refused = facts({ effect: 'reconcilable', mode: 'look_up', doubt: true, refusals: 1 }, 'refused');
    expect(decideRetry(refused)).toEqual({ kind: 'LOOK_UP', atMs: NOW + 100 });
  });

  it('heeds Retry-After as a floor, and gives up when it lies beyond the deadline', () => {
    expect(decideRetry(facts({}, 'retryable', 30_000))).toEqual({ kind: 'RETRY', atMs: NOW + 30_100 });
    expect(decideRetry(facts({}, 'retryable', 60_000))).toEqual(FINAL);
    expect(decideRetry(facts({ doubt: true }, 'retryable', 60_000))).toEqual(ASK);
  });
});
