import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LoopWatch, loopWatch, NOTHING_WATCHED } from '@/lib/domain/loop-watch';
import { circleIn, isStale, withAnswer, withResult } from './loop-watch';
import {
  CYCLE_REPEATS,
  LONGEST_CYCLE,
  LOOP_LENGTH,
  STALE_ANSWERS,
  WATCHED_CALLS,
  WATCHED_DIGESTS,
} from './runtime-constants';

type Call = { readonly name: string; readonly result: string };

/** Makes the calls one by one, each by an answer of its own. @returns after how many answers it was found to go round; null when it never was. */
function makeUntilFound(calls: Iterable<Call>, text: string | null = null): number | null {
  let watch: LoopWatch = NOTHING_WATCHED;
  let step = 0;
  for (const { name, result } of calls) {
    if (isStale(watch)) return step;
    step += 1;
    watch = withAnswer(watch, { text, calls: [{ step, tool: 'orders.find', arguments: { name } }] });
    if (circleIn(watch, 1) !== null) return step;
    watch = withResult(watch, step, { found: result });
    expect(watch.calls.length).toBeLessThanOrEqual(WATCHED_CALLS);
    expect(watch.known.length).toBeLessThanOrEqual(WATCHED_DIGESTS);
  }
  return isStale(watch) ? step : null;
}

function* forEver(cycle: readonly Call[]): Generator<Call> {
  for (let i = 0; i < 400; i++) yield cycle[i % cycle.length] as Call; // safe because it is within
}

const distinct = (least: number, most: number) =>
  fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: least, maxLength: most });

describe('going round in circles', () => {
  it('is seen within its bound in every cycle, whatever came before', () => {
    fc.assert(
      fc.property(distinct(1, LONGEST_CYCLE), distinct(0, 60), (names, before) => {
        const cycle = names.map((name) => ({ name: `cycle ${name}`, result: name }));
        const prelude = before.map((name) => ({ name: `before ${name}`, result: name }));
        const found = makeUntilFound([...prelude, ...forEver(cycle)]);
        const bound =
          names.length === 1
            ? LOOP_LENGTH
            : Math.min(CYCLE_REPEATS * names.length + 1, names.length + STALE_ANSWERS);
        expect(found).toBe(prelude.length + bound);
      }),
      { seed: 20261127 },
    );
  });

  it('is seen in longer cycles by that nothing new comes', () => {
    fc.assert(
      fc.property(distinct(LONGEST_CYCLE + 1, WATCHED_DIGESTS / 3), (names) => {
        const cycle = names.map((name) => ({ name, result: name }));
        expect(makeUntilFound(forEver(cycle), 'Let me look again.')).toBe(names.length + STALE_ANSWERS);
      }),
      { seed: 20261127 },
    );
  });

  it('is seen without any order among the same few calls', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4), { minLength: 200, maxLength: 200 }), (picks) => {
        const found = makeUntilFound(picks.map((pick) => ({ name: `${pick}`, result: `${pick}` })));
        // Five calls can be new; between two of them less than STALE_ANSWERS come.
        expect(found).not.toBeNull();
        expect(found).toBeLessThanOrEqual(6 * STALE_ANSWERS);
      }),
      { seed: 20261127 },
    );
  });

  it('is not seen where no call comes twice', () => {
    fc.assert(
      fc.property(distinct(1, 150), (names) => {
        expect(makeUntilFound(names.map((name) => ({ name, result: 'the same' })))).toBeNull();
      }),
      { seed: 20261127 },
    );
  });

  it('is not seen where results go on changing, but for one call again and again', () => {
    fc.assert(
      fc.property(distinct(2, LONGEST_CYCLE + 4), (names) => {
        let round = 0;
        const calls = Array.from({ length: 120 }, (_, i) => {
          if (i % names.length === 0) round += 1;
          return { name: names[i % names.length] ?? '', result: `round ${round}` };
        });
        expect(makeUntilFound(calls)).toBeNull();
      }),
      { seed: 20261127 },
    );
  });

  it('knows calls of one answer side by side, and the same argument typed in two ways', () => {
    let watch: LoopWatch = NOTHING_WATCHED;
    const rounds = [];
    for (let answer = 0; answer < 5; answer++) {
      const step = answer * 3 + 2;
      const name = answer % 2 === 0 ? 'caf\u00e9' : 'cafe\u0301';
      const calls = [
        { step, tool: 'orders.find', arguments: { name } },
        { step: step + 1, tool: 'orders.list', arguments: {} },
      ];
      watch = withAnswer(watch, { text: null, calls });
      rounds.push(circleIn(watch, 1)?.tools.toSorted() ?? null);
      // They end in any order.
      watch = withResult(withResult(watch, step + 1, []), step, { id: 1 });
    }
    expect(rounds).toEqual([
      null,
      null,
      null,
      ['orders.find', 'orders.list'],
      ['orders.find', 'orders.list'],
    ]);
    expect(circleIn(watch, 11)).toBeNull();
    expect(loopWatch.parse(watch)).toEqual(watch);
  });
});
