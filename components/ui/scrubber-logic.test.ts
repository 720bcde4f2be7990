// The handle steps by keys, follows the pointer and never leaves the run.
import { describe, expect, it } from 'vitest';
import { drawnTicks, scrubByKey, scrubByShare } from './scrubber-logic';

describe('scrubByKey', () => {
  it.each([
    ['ArrowRight', 3, 4],
    ['ArrowRight', 9, 9],
    ['ArrowLeft', 0, 0],
    ['ArrowLeft', 5, 4],
    ['PageUp', 5, 9],
    ['PageDown', 5, 0],
    ['Home', 5, 0],
    ['End', 5, 9],
  ])('%s from %s goes to %s of ten', (key, from, to) => {
    expect(scrubByKey(key, from, 10)).toBe(to);
  });

  it('leaves other keys alone, and an empty run', () => {
    expect(scrubByKey('a', 3, 10)).toBeUndefined();
    expect(scrubByKey('End', 0, 0)).toBeUndefined();
  });
});

describe('scrubByShare', () => {
  it('covers the whole track', () => {
    expect(scrubByShare(-0.2, 10)).toBe(0);
    expect(scrubByShare(0.55, 10)).toBe(5);
    expect(scrubByShare(1, 10)).toBe(9);
  });
});

describe('drawnTicks', () => {
  it('draws one tick a checkpoint while they fit', () => {
    expect(drawnTicks(['plain', 'wait', 'failed'], 10)).toEqual([
      { kind: 'plain', first: 0, last: 0 },
      { kind: 'wait', first: 1, last: 1 },
      { kind: 'failed', first: 2, last: 2 },
    ]);
    expect(drawnTicks([], 10)).toEqual([]);
  });

  it('merges the rest without losing a failure or a checkpoint', () => {
    const kinds = Array.from({ length: 1003 }, (_, index) =>
      index === 517 ? ('failed' as const) : ('plain' as const),
    );
    const ticks = drawnTicks(kinds, 200);
    expect(ticks).toHaveLength(200);
    expect(ticks.filter((tick) => tick.kind === 'failed')).toHaveLength(1);
    expect(ticks.reduce((sum, tick) => sum + tick.last - tick.first + 1, 0)).toBe(1003);
    expect(ticks.at(-1)?.last).toBe(1002);
  });
});
