import { describe, expect, it } from 'vitest';
import type { HaltShape } from '@/lib/contract/halt';
import { haltProgress, inFlightWords } from './halt-words';

const call = (name: string) => ({
  runId: '0194f1c2-0000-7000-8000-00000000abcd',
  agent: 'refunds',
  step: 2,
  attempt: 1,
  kind: 'tool' as const,
  name,
  since: '2026-01-01T00:00:00.000Z',
  ownerLost: false,
});
const halt = (over: Partial<HaltShape>): HaltShape => ({
  halted: true,
  effective: true,
  by: { kind: 'user', id: 'u', label: 'Ada Obi' },
  reason: 'An incident.',
  since: '2026-01-01T00:00:00.000Z',
  workers: { live: 3, pending: 0 },
  inFlight: [],
  inFlightCount: 0,
  ...over,
});

describe('a halt in words', () => {
  it.each([
    [{}, 'effective, nothing is in flight'],
    [{ inFlightCount: 1 }, 'effective, 1 call still in flight'],
    [{ effective: false, workers: { live: 3, pending: 2 } }, 'not effective yet: 1 of 3 workers obey'],
    [
      { effective: false, workers: { live: 1, pending: 1 }, inFlightCount: 4 },
      'not effective yet: 0 of 1 worker obey, 4 calls still in flight',
    ],
  ])('says how far it has come: %j', (over, words) => {
    expect(haltProgress(halt(over))).toBe(words);
  });

  it('names what is in flight, at most three', () => {
    const inFlight = ['payments.refund', 'chat.post', 'demo', 'tickets.find'].map(call);
    expect(inFlightWords(halt({ inFlight: inFlight.slice(0, 1), inFlightCount: 1 }))).toBe(
      'payments.refund of refunds',
    );
    expect(inFlightWords(halt({ inFlight, inFlightCount: 9 }))).toBe(
      'payments.refund of refunds, chat.post of refunds, demo of refunds and 6 more',
    );
  });
});
