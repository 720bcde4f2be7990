// New rows wait above the fold for a reader who has scrolled; for one at the top they are simply there.
import { describe, expect, it } from 'vitest';
import { withoutFresh } from './fresh-rows';

const rows = ['c', 'b', 'a'].map((id) => ({ id }));

describe('withoutFresh', () => {
  it('follows the list at the top', () => {
    expect(withoutFresh(rows, undefined)).toEqual({ fresh: 0, shown: rows });
    expect(withoutFresh(rows, 'c').fresh).toBe(0);
  });
  it('holds back what came in above', () => {
    expect(withoutFresh([{ id: 'd' }, ...rows], 'c')).toEqual({ fresh: 1, shown: rows });
  });
  it('shows everything when its anchor is gone', () => {
    expect(withoutFresh(rows, 'x')).toEqual({ fresh: 0, shown: rows });
    expect(withoutFresh([], 'x')).toEqual({ fresh: 0, shown: [] });
  });
});
