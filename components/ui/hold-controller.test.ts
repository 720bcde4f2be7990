// One hold, one confirmation; whatever breaks it, breaks it for good.
import { describe, expect, it } from 'vitest';
import { createHold } from './hold-controller';

function setUp() {
  let nowMs = 0;
  let timers: { atMs: number; act: () => void }[] = [];
  const confirmed: number[] = [];
  const holding: boolean[] = [];
  const hold = createHold('card-1', {
    nowMs: () => nowMs,
    later: (act, afterMs) => {
      const timer = { atMs: nowMs + afterMs, act };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    onHolding: (on) => holding.push(on),
    onConfirm: () => confirmed.push(nowMs),
  });
  const pass = (ms: number): void => {
    nowMs += ms;
    const due = timers.filter((timer) => timer.atMs <= nowMs);
    timers = timers.filter((timer) => timer.atMs > nowMs);
    for (const timer of due) timer.act();
  };
  return { hold, pass, confirmed, holding, pending: () => timers.length };
}

describe('createHold', () => {
  it('confirms once for one hold, however long it lasts', () => {
    const { hold, pass, confirmed, holding } = setUp();
    pass(1_000);
    hold.press('key', false);
    pass(600);
    hold.press('key', true);
    pass(5_000);
    expect(confirmed).toEqual([1_600]);
    expect(holding).toEqual([true, false]);
  });

  it('confirms nothing when let go early, and leaves no timer', () => {
    const { hold, pass, confirmed, pending } = setUp();
    pass(1_000);
    hold.press('pointer', false);
    pass(599);
    hold.release('pointer');
    expect(pending()).toBe(0);
    pass(600);
    expect(confirmed).toEqual([]);
  });

  it('confirms nothing for another card than the one the hold began on', () => {
    const { hold, pass, confirmed } = setUp();
    pass(1_000);
    hold.press('key', false);
    pass(300);
    hold.arm('card-2');
    hold.press('key', true);
    pass(2_000);
    expect(confirmed).toEqual([]);
    hold.press('key', false);
    pass(600);
    expect(confirmed).toEqual([3_900]);
  });
});
