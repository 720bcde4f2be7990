// Any sequence of reports, openings, probes, their ends, people's words and time, through two doors: the store does what the model does.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BreakerProbe } from '../breakers';
import type { BreakerHarness } from '../breakers.conformance';
import { BreakerModel } from './breaker-model';

const AN_HOUR_MS = 3_600_000;
/** Over at once, or never within a test: so that a slow machine changes nothing. */
const span = fc.constantFrom(0, AN_HOUR_MS);
const door = fc.constantFrom(0 as const, 1 as const);
/** 0: the present epoch, 1: the one before. */
const epochsAgo = fc.constantFrom(0, 0, 0, 1);
const counts = fc.record({ calls: fc.nat(9), failures: fc.nat(9), slow: fc.nat(9) });

const acts = fc.oneof(
  { weight: 2, arbitrary: fc.record({ act: fc.constant('report' as const), door, epochsAgo, counts }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('open' as const), door, epochsAgo, openMs: span }) },
  {
    weight: 5,
    arbitrary: fc.record({
      act: fc.constant('take' as const),
      door,
      most: fc.integer({ min: 1, max: 3 }),
      leaseMs: span,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      act: fc.constant('settle' as const),
      door,
      /** Which of the probes that were given, the newest first. */
      back: fc.nat(4),
      verdict: fc.constantFrom('answered' as const, 'answered' as const, 'faulty' as const, 'none' as const),
      needed: fc.integer({ min: 1, max: 3 }),
      openMs: span,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constant('set' as const),
      to: fc.constantFrom('isolated' as const, 'closed' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ act: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 4_000_000 }) }),
  },
);

export type BreakerPropertyOptions = {
  readonly histories: number;
  readonly acts: number;
  /** Whether time can be let pass; where it is the real one it is not. */
  readonly passesTime: boolean;
};

export function breakerProperty(
  name: string,
  open: () => Promise<BreakerHarness>,
  { histories, acts: most, passesTime }: BreakerPropertyOptions,
): void {
  describe(`${name} beside the model of a breaker`, () => {
    it('does the same in any history, whichever process acts', async () => {
      let run = 0;
      const history = fc.array(acts, { minLength: 4, maxLength: most, size: 'max' });
      await fc.assert(
        fc.asyncProperty(history, async (sequence) => {
          run += 1;
          const h = await open();
          try {
            await compare(h, `tool:history@${run}.example`, sequence, passesTime);
          } finally {
            await h.close();
          }
        }),
        { numRuns: histories },
      );
    });
  });
}

type Act = typeof acts extends fc.Arbitrary<infer T> ? T : never;

async function compare(h: BreakerHarness, key: string, sequence: readonly Act[], passesTime: boolean) {
  const model = new BreakerModel();
  // Most of what can go wrong lies behind the opening.
  await h.stores[0].open(key, 0, {
    openMs: 0,
    reason: 'It failed.',
    counts: { calls: 1, failures: 1, slow: 0 },
  });
  model.open(0, 0);
  const given: { readonly probe: BreakerProbe; readonly number: number }[] = [];
  for (const one of sequence) {
    const { epoch, state } = model.see();
    switch (one.act) {
      case 'report': {
        const at = Math.max(0, epoch - one.epochsAgo);
        await h.stores[one.door].report([{ key, epoch: at, ...one.counts }]);
        model.report(at, one.counts);
        break;
      }
      case 'open': {
        const at = Math.max(0, epoch - one.epochsAgo);
        const how = { openMs: one.openMs, reason: 'It failed.', counts: { calls: 1, failures: 1, slow: 0 } };
        expect(await h.stores[one.door].open(key, at, how)).toBe(model.open(at, one.openMs));
        break;
      }
      case 'take': {
        const probe = await h.stores[one.door].takeProbe(key, one.most, one.leaseMs);
        const number = model.takeProbe(one.most, one.leaseMs);
        expect(probe !== null).toBe(number !== null);
        if (probe !== null && number !== null) given.unshift({ probe, number });
        break;
      }
      case 'settle': {
        const taken = given[one.back];
        if (taken === undefined) break;
        const { verdict, needed, openMs } = one;
        const end =
          verdict === 'faulty' ? { verdict, openMs, reason: 'A probe failed.' } : { verdict, needed };
        await h.stores[one.door].settleProbe(taken.probe, end);
        model.settle(taken.number, verdict, { needed, openMs });
        break;
      }
      case 'set':
        // The command leaves what stands as it is.
        if (state === one.to) break;
        await h.set(key, one.to);
        model.set(one.to);
        break;
      case 'pass':
        if (!passesTime) break;
        await h.pass(one.ms);
        model.nowMs += one.ms;
    }
    const seen = model.see();
    for (const store of h.stores) {
      const { opensInMs, ...standing } = await store.read(key);
      expect({ ...standing, isDue: opensInMs === null ? null : opensInMs === 0 }).toEqual(seen);
    }
    const window = { kind: 'time', ms: 1_800_000 } as const;
    expect(await h.stores[0].countsOf(key, seen.epoch, window)).toEqual(
      model.countsWithin(seen.epoch, window.ms),
    );
  }
  expect(await h.changes(key)).toEqual(model.changes);
}
