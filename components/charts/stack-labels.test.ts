// Labels never lie on each other and never leave the drawing.
import { describe, expect, it } from 'vitest';
import { middlesOf, moneyTicks, spreadLabels } from './stack-labels';

describe('spreadLabels', () => {
  it('leaves labels where they are when there is room between them', () => {
    expect(spreadLabels([10, 60, 110], 14, 200)).toEqual([10, 60, 110]);
  });

  it('moves them apart, upwards first, and back from the end', () => {
    expect(spreadLabels([10, 12, 14], 14, 200)).toEqual([10, 24, 38]);
    expect(spreadLabels([0, 195, 198, 199], 14, 200)).toEqual([0, 172, 186, 200]);
  });

  it('keeps the gap and the order whatever is asked for', () => {
    const placed = spreadLabels([0, 0, 0, 90, 90, 100], 14, 100);
    for (const [i, place] of placed.entries()) {
      expect(place).toBeGreaterThanOrEqual(0);
      expect(place).toBeLessThanOrEqual(100);
      if (i > 0) expect(place - (placed[i - 1] ?? 0)).toBeGreaterThanOrEqual(14);
    }
  });

  it('stands them evenly where there is too little room', () => {
    expect(spreadLabels([5, 5, 5], 60, 100)).toEqual([0, 50, 100]);
    expect(spreadLabels([5], 200, 100)).toEqual([0]);
  });
});

it('finds the middle of each part', () => {
  expect(middlesOf([20, 40, 0, 40], 200)).toEqual([0.05, 0.2, 0.3, 0.4]);
  expect(middlesOf([0, 0], 0)).toEqual([0, 0]);
});

it.each([
  [0, [0, 1]],
  [3, [0, 1, 2, 3]],
  [617_000, [0, 200_000, 400_000, 600_000, 800_000]],
  [9_900_000, [0, 2_500_000, 5_000_000, 7_500_000, 10_000_000]],
  [52_200_000, [0, 20_000_000, 40_000_000, 60_000_000]],
])('parts an axis up to %s', (highest, ticks) => {
  expect(moneyTicks(highest)).toEqual(ticks);
});
