// What is said of a breaker's past is what its changes are.
import { describe, expect, it } from 'vitest';
import type { BreakerChangeShape } from '@/lib/contract/breaker';
import { changeCause, changeWord, daySentence, daySpans, openedFor } from './breaker-history-words';
import { sampleBreaker } from './sample-breaker';

const by = { kind: 'user', id: 'u', label: 'Eve' } as const;
const change = (over: Partial<BreakerChangeShape> = {}): BreakerChangeShape => ({
  epoch: 41,
  at: '2026-11-19T14:27:41.000Z',
  from: 'closed',
  to: 'open',
  by: null,
  reason: '25 of 40 calls failed; it opens at 50 %.',
  calls: 40,
  failures: 25,
  slow: 1,
  ...over,
});

it('joins slices that are alike, and keeps what is not known apart', () => {
  expect(daySpans([null, 'closed', 'closed', 'open', 'closed'])).toEqual([
    { at: 0, length: 1, state: null },
    { at: 1, length: 2, state: 'closed' },
    { at: 3, length: 1, state: 'open' },
    { at: 4, length: 1, state: 'closed' },
  ]);
});

it('tells a day to who does not see it', () => {
  const day = { since: '2026-11-19T14:00:00.000Z', sliceMs: 3_600_000 };
  expect(daySentence({ ...day, states: Array(24).fill('closed') })).toBe(
    'In the last day closed all the time.',
  );
  expect(daySentence({ ...day, states: [...Array(21).fill('closed'), 'open', 'open', 'isolated'] })).toBe(
    'In the last day isolated for up to 1 h 00 m, open for up to 2 h 00 m, else closed.',
  );
});

describe('a change', () => {
  it.each([
    [change(), 'opened', '25 of 40 calls failed; it opens at 50 %.'],
    [change({ from: 'half_open', reason: 'A probe failed.' }), 'opened again', 'A probe failed.'],
    [change({ to: 'half_open', reason: null }), 'half-open', 'by itself'],
    [change({ to: 'closed', by, reason: 'It is mended' }), 'reset', 'by Eve: “It is mended”'],
    [change({ to: 'isolated', by, reason: null }), 'isolated', 'by Eve'],
    [change({ to: 'closed', reason: null }), 'closed', 'by itself'],
  ])('is told by what it was, by whom and why', (made, word, cause) => {
    expect([changeWord(made), changeCause(made)]).toEqual([word, cause]);
  });
});

describe('why one is open', () => {
  const breaker = {
    windowMs: 60_000,
    windowCalls: null,
    failureRate: 0.5,
    slowCallMs: 2_000,
    slowRate: 0.4,
    minimumCalls: 20,
    openMs: 30_000,
    probes: 3,
  };
  const limits = { timeoutMs: 4_000, slowCallMs: 2_000, retry: null, concurrency: null, breaker };

  it('sets each figure of the window against the one at which it opens', () => {
    const opened = openedFor(sampleBreaker({ state: 'open', limits }), [
      change(),
      change({ epoch: 40, to: 'closed' }),
    ]);
    expect(opened?.rows.map(({ value }) => value)).toEqual([
      '62.5 % of 50 %',
      '2.5 % of 40 %',
      '40 of 20 needed',
    ]);
  });

  it('has no figures where a probe opened it again, and nothing to say of one that is closed', () => {
    const again = change({ from: 'half_open', reason: 'A probe failed.', calls: 0, failures: 0, slow: 0 });
    expect(openedFor(sampleBreaker({ state: 'half_open', limits }), [again, change()])).toEqual({
      change: again,
      rows: [],
    });
    expect(openedFor(sampleBreaker({ limits }), [change()])).toBeUndefined();
  });
});
