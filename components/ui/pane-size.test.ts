// Panes never squeeze each other out.
import { describe, expect, it } from 'vitest';
import { clampPane, paneByKey, parsePane } from './pane-size';

const bounds = { min: 300, otherMin: 400, total: 1_200 };

describe('clampPane', () => {
  it.each([
    [444, 444],
    [100, 300],
    [1_000, 800],
  ])('%s becomes %s', (size, kept) => {
    expect(clampPane(size, bounds)).toBe(kept);
  });

  it('keeps the minimum when there is too little room for both', () => {
    expect(clampPane(500, { ...bounds, total: 600 })).toBe(300);
  });
});

describe('paneByKey', () => {
  it('steps, leaps and goes to the ends', () => {
    expect(paneByKey('ArrowLeft', 444, bounds, false)).toBe(460);
    expect(paneByKey('ArrowRight', 444, bounds, true)).toBe(380);
    expect(paneByKey('Home', 444, bounds, false)).toBe(800);
    expect(paneByKey('End', 444, bounds, false)).toBe(300);
    expect(paneByKey('Enter', 444, bounds, false)).toBeUndefined();
  });
});

describe('parsePane', () => {
  it('takes numbers only', () => {
    expect(parsePane('444')).toBe(444);
    expect([null, '', 'wide', '-3', 'NaN'].map(parsePane)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
