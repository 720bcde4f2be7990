// A selection is of runs, not of places, and asks the API for exactly what it shows.
import { describe, expect, it } from 'vitest';
import {
  allMatching,
  filterOf,
  isSelected,
  MOST_SELECTED,
  NONE_SELECTED,
  ranged,
  toggled,
  toggledAtHand,
} from './run-selection';

const order = ['a', 'b', 'c', 'd', 'e'];
const idsOf = (selection: { ids: ReadonlySet<string> }) => [...selection.ids].sort();

describe('a selection of runs', () => {
  it('takes runs one by one and lets them go', () => {
    const two = toggled(toggled(NONE_SELECTED, 'b'), 'd');
    expect(idsOf(two)).toEqual(['b', 'd']);
    expect(idsOf(toggled(two, 'b'))).toEqual(['d']);
    expect(filterOf(two)).toEqual({ id: ['b', 'd'] });
  });

  it('stretches from the last one, in both directions, also over rows that came in between', () => {
    const from = toggled(NONE_SELECTED, 'd');
    expect(idsOf(ranged(from, order, 'b'))).toEqual(['b', 'c', 'd']);
    expect(idsOf(ranged(from, ['new', ...order], 'e'))).toEqual(['d', 'e']);
    const off = toggled(ranged(from, order, 'a'), 'c');
    expect(idsOf(ranged(off, order, 'a'))).toEqual(['d']);
    expect(idsOf(ranged(NONE_SELECTED, order, 'c'))).toEqual(['c']);
  });

  it('takes the rows at hand, and none when there are some', () => {
    expect(idsOf(toggledAtHand(NONE_SELECTED, order))).toEqual(order);
    expect(toggledAtHand(toggled(NONE_SELECTED, 'a'), order)).toBe(NONE_SELECTED);
  });

  it('means all that match up to now, and never what comes later', () => {
    const all = allMatching(order, { agent: 'refunds' }, '2026-01-01T00:00:00.000Z');
    expect(filterOf(all)).toEqual({ agent: 'refunds', until: '2026-01-01T00:00:00.000Z' });
    expect(isSelected(all, 'not loaded yet')).toBe(true);
    const bounded = allMatching(order, { until: '2025-01-01T00:00:00Z' }, '2026-01-01T00:00:00.000Z');
    expect(filterOf(bounded)).toEqual({ until: '2025-01-01T00:00:00Z' });
    expect(filterOf(toggled(all, 'a'))).toEqual({ id: ['b', 'c', 'd', 'e'] });
  });

  it('never names more than the API takes', () => {
    const many = Array.from({ length: MOST_SELECTED + 50 }, (_, i) => `run-${i}`);
    expect(toggledAtHand(NONE_SELECTED, many).ids.size).toBe(MOST_SELECTED);
    const full = toggledAtHand(NONE_SELECTED, many);
    expect(toggled(full, 'one more').ids.size).toBe(MOST_SELECTED);
  });
});
