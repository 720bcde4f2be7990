// What is under the pointer stays there; what is new is counted, once, and shown on demand.
import { describe, expect, it } from 'vitest';
import { freshCount, PagedRows } from './held-rows';

const row = (id: string, minute: number, status = 'waiting') => ({
  id,
  status,
  createdAt: `2026-01-01T00:${String(minute).padStart(2, '0')}:00.000Z`,
});
const held = { rows: [row('c', 30), row('b', 20)], cursor: 'below b' };

describe('held rows', () => {
  const now = [row('new', 40), row('c', 30, 'failed'), row('a', 10, 'cancelled')];
  const rows = new PagedRows([held.rows, [row('a', 10), row('_', 5)], [], [row('last', 1)]], now);
  const all = [row('c', 30, 'failed'), row('b', 20), row('a', 10, 'cancelled'), row('_', 5), row('last', 1)];

  it('keep their places and take on what is known of them now', () => {
    expect(rows.slice(0, rows.length)).toEqual(all);
    expect(rows.ids()).toEqual(all.map(({ id }) => id));
    expect(rows.named(new Set(['last', 'a', 'c', 'new']))).toEqual([all[0], all[2], all[4]]);
  });

  it('are read in part, across pages', () => {
    for (let from = 0; from <= all.length; from += 1)
      for (let to = from; to <= all.length + 1; to += 1)
        expect(rows.slice(from, to)).toEqual(all.slice(from, to));
  });

  it('count what came above and in between, and not what moved up from below', () => {
    expect(freshCount(held, [row('new', 40), row('c', 30), row('between', 25), row('a', 10)])).toBe(2);
    expect(freshCount(held, held.rows)).toBe(0);
    expect(freshCount({ rows: [], cursor: null }, [row('first', 1)])).toBe(1);
  });
});
