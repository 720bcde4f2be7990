// Nothing is confirmed by accident: not by repeat, not by a key meant for the card before, not by half a hold.
import { describe, expect, it } from 'vitest';
import { armed, GUARD_MS, HOLD_MS, type HoldEvent, holdConfirms, holdNext, takesTyping } from './hold-logic';

const run = (events: HoldEvent[]) => events.reduce(holdNext, armed('a', 0));
const press = (atMs: number, extra: { source?: 'key' | 'pointer'; repeat?: boolean } = {}): HoldEvent => ({
  type: 'press',
  source: extra.source ?? 'key',
  atMs,
  repeat: extra.repeat ?? false,
});

describe('hold', () => {
  it('confirms after 600 ms and not before', () => {
    const state = run([press(GUARD_MS)]);
    expect(holdConfirms(state, GUARD_MS, GUARD_MS + HOLD_MS - 1)).toBe(false);
    expect(holdConfirms(state, GUARD_MS, GUARD_MS + HOLD_MS)).toBe(true);
  });

  it('does not begin in the first 400 ms after a change', () => {
    expect(run([press(GUARD_MS - 1)]).holding).toBeUndefined();
    expect(run([{ type: 'armed', armKey: 'b', atMs: 5_000 }, press(5_399)]).holding).toBeUndefined();
    expect(run([{ type: 'armed', armKey: 'b', atMs: 5_000 }, press(5_400)]).holding).toBeDefined();
  });

  it('ignores key repeat: a key held since the card before does nothing here', () => {
    expect(run([press(1_000, { repeat: true })]).holding).toBeUndefined();
  });

  it('is void when the card changes under it', () => {
    const state = run([press(1_000), { type: 'armed', armKey: 'b', atMs: 1_300 }]);
    expect(holdConfirms(state, 1_000, 1_000 + HOLD_MS)).toBe(false);
  });

  it('goes on when the same card is drawn again', () => {
    const state = run([press(1_000), { type: 'armed', armKey: 'a', atMs: 1_300 }]);
    expect(holdConfirms(state, 1_000, 1_600)).toBe(true);
  });

  it('is void when let go or abandoned, and an old timer then confirms nothing', () => {
    expect(holdConfirms(run([press(1_000), { type: 'release', source: 'key' }]), 1_000, 1_600)).toBe(false);
    expect(holdConfirms(run([press(1_000), { type: 'abandon' }]), 1_000, 1_600)).toBe(false);
    const again = run([press(1_000), { type: 'release', source: 'key' }, press(1_300)]);
    expect(holdConfirms(again, 1_000, 1_600)).toBe(false);
    expect(holdConfirms(again, 1_300, 1_900)).toBe(true);
  });

  it('is let go only by what began it', () => {
    const state = run([
      press(1_000, { source: 'pointer' }),
      press(1_100),
      { type: 'release', source: 'key' },
    ]);
    expect(state.holding).toEqual({ source: 'pointer', sinceMs: 1_000 });
  });
});

describe('takesTyping', () => {
  it('leaves letters to fields', () => {
    expect(takesTyping('INPUT', false)).toBe(true);
    expect(takesTyping('DIV', true)).toBe(true);
    expect(takesTyping('BUTTON', false)).toBe(false);
  });
});
