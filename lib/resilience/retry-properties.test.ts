// Bounds of the wait, and what the retry decision never does, for all that can be asked of them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ERROR_CLASSES } from '../domain/errors';
import { EFFECT_CLASSES } from '../domain/tool';
import { fullJitterMs } from './backoff';
import { decideRetry, type RetryFacts } from './retry-decision';

const NOW = 1_700_000_000_000;
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const policy = fc.record({
  baseMs: fc.integer({ min: 1, max: 60_000 }),
  capMs: fc.integer({ min: 1, max: 600_000 }),
});

describe('full jitter', () => {
  it('lies within 0 and min(cap, base · 2^n), in whole milliseconds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), policy, random, (failures, given, chance) => {
        const waitMs = fullJitterMs(failures, given, chance);
        expect(Number.isInteger(waitMs)).toBe(true);
        expect(waitMs).toBeGreaterThanOrEqual(0);
        expect(waitMs).toBeLessThanOrEqual(Math.min(given.capMs, given.baseMs * 2 ** (failures - 1)));
      }),
    );
  });

  it('reaches both ends', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), policy, (failures, given) => {
        expect(fullJitterMs(failures, given, 0)).toBe(0);
        const most = Math.min(given.capMs, given.baseMs * 2 ** (failures - 1));
        expect(fullJitterMs(failures, given, 1 - Number.EPSILON)).toBe(most);
      }),
    );
  });
});

/** Every combination that the runtime can ask about; the numbers at and around their bounds. */
function* allFacts(): Generator<RetryFacts> {
  for (const errorClass of ERROR_CLASSES)
    for (const effect of [...EFFECT_CLASSES, 'none'] as const)
      for (const mode of ['send', 'look_up'] as const)
        for (const doubt of [false, true])
          for (const failures of [1, 2, 3, 4])
            for (const retryAfterMs of [undefined, 0, 5_000, 10 ** 9])
              for (const chance of [0, 0.999])
                yield {
                  error: {
                    code: 'c',
                    message: 'm',
                    class: errorClass,
                    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
                  },
                  effect,
                  mode,
                  failures,
                  refusals: failures,
                  maxAttempts: 3,
                  doubt,
                  backoff: { baseMs: 200, capMs: 5_000 },
                  nowMs: NOW,
                  deadlineMs: NOW + 60_000,
                  random: chance,
                };
}

describe('the retry decision', () => {
  const all = [...allFacts()].map((facts) => ({ facts, decision: decideRetry(facts) }));
  const found = (wanted: (facts: RetryFacts) => boolean) => {
    const matching = all.filter(({ facts }) => wanted(facts));
    expect(matching.length).toBeGreaterThan(0);
    return matching;
  };
  const hasEffect = ({ effect }: RetryFacts) => effect !== 'none' && effect !== 'read';

  it('has an answer to everything', () => {
    expect(all).toHaveLength(4 * 5 * 2 * 2 * 4 * 4 * 2);
    for (const { decision } of all) expect(['RETRY', 'LOOK_UP', 'ASK', 'FINAL']).toContain(decision.kind);
  });

  it('waits from now on, for what the other side asked and the backoff at most', () => {
    for (const { facts, decision } of all) {
      if (!('atMs' in decision)) continue;
      const askedMs = facts.error.retryAfterMs ?? 0;
      expect(decision.atMs).toBeGreaterThanOrEqual(NOW);
      expect(decision.atMs).toBeLessThanOrEqual(NOW + askedMs + facts.backoff.capMs);
    }
  });

  it('never sends again what may have happened, unless the receiver honours the key', () => {
    const doubtful = found(
      (facts) =>
        facts.doubt &&
        facts.mode === 'send' &&
        facts.error.class !== 'refused' &&
        (facts.effect === 'unsafe' || facts.effect === 'reconcilable'),
    );
    for (const { decision } of doubtful) expect(['LOOK_UP', 'ASK']).toContain(decision.kind);
  });

  it('never calls it final while it may have happened', () => {
    for (const { decision } of found((facts) => hasEffect(facts) && facts.doubt))
      expect(decision.kind).not.toBe('FINAL');
  });

  it('asks a person only where something may have happened', () => {
    for (const { facts } of found(() => true).filter(({ decision }) => decision.kind === 'ASK'))
      expect(facts.doubt || facts.mode === 'look_up').toBe(true);
  });

  it('looks up only what can be looked up', () => {
    for (const { facts } of all.filter(({ decision }) => decision.kind === 'LOOK_UP'))
      expect(facts.effect === 'reconcilable' || facts.mode === 'look_up').toBe(true);
  });

  it('sends no more than the attempts there are; what was refused is no attempt', () => {
    for (const { decision } of found(
      (facts) => facts.failures >= facts.maxAttempts && facts.error.class !== 'refused',
    ))
      expect(decision.kind).not.toBe('RETRY');
    for (const { facts, decision } of found(({ error }) => error.class === 'refused'))
      expect(decision.kind).toBe(facts.mode === 'look_up' ? 'LOOK_UP' : 'RETRY');
  });

  it('never sends on after a fatal answer', () => {
    for (const { decision } of found(({ error }) => error.class === 'fatal'))
      expect(decision.kind).not.toBe('RETRY');
  });
});
