// Faults are a pure function of seed, request and its own occurrence: order and neighbours don't matter.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideFault, type FaultQuestion } from './decide-fault';
import { demoIdFault } from './demo-id-faults';
import { FAULT_PROFILES, PROFILE_NAMES } from './fault-profiles';
import { type FaultRule, faultRuleSchema } from './fault-rule';

const HALF: FaultRule[] = [
  { service: 'payments', route: 'refund', fault: 'lost_reply', nth: { probability: 0.5 } },
];

function question(intent: string, occurrence: number): FaultQuestion {
  return { service: 'payments', route: 'refund', intent, occurrence, sinceFirstMs: 0, facts: {} };
}

/** Faults of each intent's occurrences, when the requests arrive in this order. */
function play(seed: string, arrivals: readonly string[]): Record<string, (string | null)[]> {
  const seen: Record<string, (string | null)[]> = {};
  for (const intent of arrivals) {
    seen[intent] ??= [];
    const fault = decideFault(HALF, seed, question(intent, seen[intent].length + 1));
    seen[intent].push(fault?.fault ?? null);
  }
  return seen;
}

describe('decideFault', () => {
  it('gives each intent the same faults in whatever order requests arrive', () => {
    const arrivals = Array.from({ length: 60 }, (_, index) => `ORD-${index % 12}`);
    const inOrder = play('seed', arrivals);
    fc.assert(
      fc.property(fc.shuffledSubarray(arrivals, { minLength: arrivals.length }), (shuffled) => {
        expect(play('seed', shuffled)).toEqual(inOrder);
      }),
    );
  });

  it('is another spread for another seed, near to the probability', () => {
    const hits = (seed: string) =>
      Array.from(
        { length: 2000 },
        (_, index) => decideFault(HALF, seed, question(`ORD-${index}`, 1)) !== null,
      );
    const [one, other] = [hits('one'), hits('other')];
    expect(one).not.toEqual(other);
    for (const spread of [one, other]) {
      const share = spread.filter(Boolean).length / spread.length;
      expect(share).toBeGreaterThan(0.45);
      expect(share).toBeLessThan(0.55);
    }
  });

  it('hits always with probability 1 and never with 0', () => {
    const withProbability = (probability: number): FaultRule[] => [
      { service: 'payments', fault: 'late', nth: { probability } },
    ];
    for (let occurrence = 1; occurrence <= 50; occurrence += 1) {
      expect(decideFault(withProbability(1), 's', question('ORD-1', occurrence))).toEqual({ fault: 'late' });
      expect(decideFault(withProbability(0), 's', question('ORD-1', occurrence))).toBeNull();
    }
  });

  it('ends a fault that is bound in time when its time is over, whatever the number of tries', () => {
    const rules: FaultRule[] = [
      { service: 'payments', fault: 'rate_limited', nth: 'every', withinMs: 2_000 },
    ];
    const asked = (sinceFirstMs: number, occurrence: number) =>
      decideFault(rules, 's', { ...question('ORD-1', occurrence), sinceFirstMs });
    expect(asked(0, 1)).toEqual({ fault: 'rate_limited' });
    expect(asked(1_999, 9)).toEqual({ fault: 'rate_limited' });
    expect(asked(2_000, 2)).toBeNull();
  });

  it('leaves an intent in peace after three occurrences under every profile', () => {
    for (const name of PROFILE_NAMES) {
      for (const rule of FAULT_PROFILES[name]) expect(faultRuleSchema.safeParse(rule).error).toBeUndefined();
      const faults = Array.from({ length: 500 }, (_, index) =>
        decideFault(FAULT_PROFILES[name], 'seed', question(`ORD-${index}`, 4)),
      );
      expect(faults.every((fault) => fault === null)).toBe(true);
      const first = Array.from({ length: 500 }, (_, index) =>
        decideFault(FAULT_PROFILES[name], 'seed', question(`ORD-${index}`, 1)),
      );
      expect(first.some((fault) => fault !== null)).toBe(true);
    }
  });
});

describe('demoIdFault', () => {
  it.each([
    ['ORD-1-LATE', 1, { fault: 'late', delayMs: 8000 }],
    ['ORD-1-LATE', 2, null],
    ['ORD-1-LOST', 1, { fault: 'lost_reply' }],
    ['ORD-1-LOST', 2, null],
    ['ORD-1-FLAKY', 2, { fault: 'error_before', status: 503 }],
    ['ORD-1-FLAKY', 3, null],
    ['ORD-1-BUSY', 1, { fault: 'rate_limited', retryAfterS: 2 }],
    ['ORD-1-HANG', 1, { fault: 'hang' }],
    ['ORD-1-BROKEN', 1, { fault: 'malformed' }],
    ['ORD-1-down', 99, { fault: 'error_before', status: 503 }],
    ['ORD-1', 1, null],
    ['ORD-LATE-1', 1, null],
    ['ORD-1-constructor', 1, null],
  ])('%s, occurrence %i: %o', (id, occurrence, expected) => {
    expect(demoIdFault(id, occurrence)).toEqual(expected);
  });
});
