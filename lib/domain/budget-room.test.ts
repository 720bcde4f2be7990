import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RoomStanding, roomOf, shareOf } from './budget-room';

const standing = (over: Partial<RoomStanding> = {}): RoomStanding => ({
  limitMicroUsd: 10_000_000,
  spentMicroUsd: 0,
  heldMicroUsd: 0,
  freeMicroUsd: 0,
  recalled: false,
  ...over,
});

describe('a share of a budget’s room', () => {
  it('is as much as is wanted where there is plenty, and an eighth of the room at most', () => {
    expect(shareOf(standing(), 100_000, 500_000)).toBe(500_000);
    expect(shareOf(standing(), 100_000, 9_000_000)).toBe(1_250_000);
    expect(shareOf(standing({ freeMicroUsd: 400_000 }), 100_000, 500_000)).toBe(100_000);
  });

  it('is exactly what is missing near the limit, and where others want it too', () => {
    expect(shareOf(standing({ heldMicroUsd: 6_900_000 }), 100_000, 500_000)).toBe(100_000);
    expect(shareOf(standing({ recalled: true }), 100_000, 500_000)).toBe(100_000);
    expect(shareOf(standing({ recalled: true, freeMicroUsd: 70_000 }), 100_000, 500_000)).toBe(30_000);
    expect(shareOf(standing({ recalled: true, freeMicroUsd: 170_000 }), 100_000, 500_000)).toBe(0);
  });

  it('is none where less is left, also below a lowered limit', () => {
    const full = standing({ spentMicroUsd: 4_000_000, heldMicroUsd: 5_950_000 });
    expect(shareOf(full, 100_000, 500_000)).toBeNull();
    expect(shareOf(full, 50_000, 500_000)).toBe(50_000);
    expect(roomOf(standing({ limitMicroUsd: 1, spentMicroUsd: 5 }))).toBe(0);
    expect(shareOf(standing({ limitMicroUsd: 0 }), 0, 0)).toBe(0);
  });

  it('never is more than the room, and always makes `least` free', () => {
    const figure = fc.nat(1_000_000);
    fc.assert(
      fc.property(
        figure,
        figure,
        figure,
        figure,
        fc.boolean(),
        figure,
        figure,
        (limit, spent, held, free, recalled, least, more) => {
          const of = {
            limitMicroUsd: limit,
            spentMicroUsd: spent,
            heldMicroUsd: held,
            freeMicroUsd: free,
            recalled,
          };
          const share = shareOf(of, least, least + more);
          if (share === null) return least > free + roomOf(of);
          return share >= 0 && share <= roomOf(of) && free + share >= least;
        },
      ),
    );
  });
});
