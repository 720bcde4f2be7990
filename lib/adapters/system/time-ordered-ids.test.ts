import { describe, expect, it } from 'vitest';
import { createTimeOrderedIds } from './time-ordered-ids';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const msOf = (id: string) => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
const fill = (byte: number) => (size: number) => new Uint8Array(size).fill(byte);

describe('createTimeOrderedIds', () => {
  it('makes UUIDs of version 7 that hold the present time', () => {
    const id = createTimeOrderedIds().timeOrdered();
    expect(id).toMatch(UUID_V7);
    expect(Math.abs(msOf(id) - Date.now())).toBeLessThan(1_000);
  });

  it('writes time, version, variant and randomness where RFC 9562 has them', () => {
    const ids = createTimeOrderedIds({ now: () => 0x0123_4567_89ab, randomBytes: fill(0xff) });
    expect(ids.timeOrdered()).toBe('01234567-89ab-77ff-bfff-ffffffffffff');
  });

  it('sorts in the order of making, far beyond what one millisecond holds, and never repeats', () => {
    const ids = createTimeOrderedIds({ now: () => 1_800_000_000_000, randomBytes: fill(0) });
    const made = Array.from({ length: 10_000 }, () => ids.timeOrdered());
    expect([...made].sort()).toEqual(made);
    expect(new Set(made).size).toBe(made.length);
    expect(made.every((id) => UUID_V7.test(id))).toBe(true);
  });

  it('goes on in order when the clock is set back', () => {
    const times = [2_000, 1_000, 1_500, 2_001];
    const ids = createTimeOrderedIds({ now: () => times.shift() ?? 0, randomBytes: fill(0) });
    const made = [1, 2, 3, 4].map(() => ids.timeOrdered());
    expect([...made].sort()).toEqual(made);
    expect(made.map(msOf)).toEqual([2_000, 2_000, 2_000, 2_001]);
  });
});
