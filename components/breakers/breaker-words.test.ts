// Words and cells say what the figures are.
import { describe, expect, it } from 'vitest';
import {
  bulkheadSentence,
  cellsOf,
  cellsSentence,
  faultsSentence,
  isolationSentence,
  policyRows,
  share,
  shownBreakers,
} from './breaker-words';
import { sampleBreaker } from './sample-breaker';

describe('figures in words', () => {
  it('gives a share only where there was a call', () => {
    expect(share(1, { calls: 8, failures: 1, slow: 0 })).toBe('12.5 %');
    expect(share(0, { calls: 8, failures: 0, slow: 0 })).toBe('0 %');
    expect(share(0, { calls: 0, failures: 0, slow: 0 })).toBe('–');
  });

  it('names faults, the most frequent first', () => {
    const faults = { timeout: 1, unreachable: 0, server_error: 3, rate_limited: 0, bad_answer: 0 };
    expect(faultsSentence(faults)).toBe('server error × 3, no answer in time × 1');
    expect(faultsSentence({ ...faults, timeout: 0, server_error: 0 })).toBe('');
  });

  it('says the cells to who doesn’t see them', () => {
    expect(cellsSentence({ calls: 1, failures: 1, slow: 0 })).toBe(
      '1 call in the last 30 minutes, 1 failed, 0 slow.',
    );
    expect(cellsSentence({ calls: 0, failures: 0, slow: 0 })).toBe('No calls in the last 30 minutes.');
  });
});

it('draws volume against the busiest minute, failures before slowness, and how it stood where nothing was called', () => {
  const slice = (calls: number, over: object = {}) => ({
    at: '2026-11-19T14:00:00.000Z',
    calls,
    failures: 0,
    slow: 0,
    state: 'closed' as const,
    ...over,
  });
  expect(
    cellsOf([
      slice(0),
      slice(5),
      slice(10, { failures: 4, slow: 9, state: 'open' }),
      slice(10, { slow: 5 }),
      slice(0, { state: 'open' }),
      slice(0, { state: 'half_open' }),
      slice(0, { state: 'isolated' }),
      slice(0, { state: null }),
    ]),
  ).toEqual([
    { kind: 'none' },
    { kind: 'calls', height: 0.5 },
    { kind: 'failed', height: 1, part: 0.4 },
    { kind: 'slow', height: 1, part: 0.5 },
    { kind: 'open' },
    { kind: 'probe-in-flight' },
    { kind: 'isolated' },
    { kind: 'none' },
  ]);
});

it('lists what does not stand closed first, tools before models, and finds by name and endpoint', () => {
  const of = (key: string, over: object) => sampleBreaker({ key, name: key, ...over });
  const all = [
    of('small', { kind: 'model', endpoint: 'models.example' }),
    of('b', {}),
    of('a', {}),
    of('z', { state: 'open' }),
  ];
  const keys = (text: string) => shownBreakers(all, text).map(({ key }) => key);
  expect(keys('')).toEqual(['z', 'a', 'b', 'small']);
  expect(keys(' MODELS.ex ')).toEqual(['small']);
  expect(keys('nothing of this name')).toEqual([]);
  expect(shownBreakers(all, '', 'closed').map(({ key }) => key)).toEqual(['a', 'b', 'small']);
});

describe('a policy in rows', () => {
  const POLICY = {
    windowMs: 60_000,
    windowCalls: null,
    failureRate: 0.5,
    slowCallMs: 1_500,
    slowRate: 0.9,
    minimumCalls: 10,
    openMs: 30_000,
    probes: 1,
  };

  it('tells rates, window and how long it stays open', () => {
    expect(policyRows(POLICY).map(({ value }) => value)).toEqual([
      '50 % failed, or 90 % over 1.5 s',
      '1 m 00 s, at least 10 calls',
      '30.0 s, then 1 probe',
    ]);
  });

  it('tells a window of calls', () => {
    const [, judged] = policyRows({ ...POLICY, windowMs: null, windowCalls: 20 });
    expect(judged?.value).toBe('the last 20 calls, at least 10 calls');
  });
});

describe('bulkheads and isolation in words', () => {
  it.each([
    [{ limit: 5, inUse: 3, waiting: 2 }, '3 of 5 in use, 2 wait'],
    [{ limit: 5, inUse: 5, waiting: 1 }, '5 of 5 in use, 1 waits'],
    [{ limit: 2, inUse: 0, waiting: 0 }, '0 of 2 in use'],
  ])('say how a bulkhead is used', (use, words) => {
    expect(bulkheadSentence(use)).toBe(words);
  });

  it('say whether an isolation is in force', () => {
    expect(isolationSentence({ effective: true, inFlight: [] })).toBe('In force; nothing in flight.');
    expect(isolationSentence({ effective: false, inFlight: [] })).toBe(
      'Not in force everywhere yet; nothing in flight.',
    );
  });
});
