import { describe, expect, it } from 'vitest';
import { countedIn, timesHeld, timesOverTime } from './estimate-words';

const day = (day: string, heldMicroUsd: number, costMicroUsd: number) => ({
  day,
  calls: 1,
  heldMicroUsd,
  costMicroUsd,
  estimatedMicroUsd: 0,
});

describe('estimates against what was charged', () => {
  it('say how many times the cost was held', () => {
    expect(timesHeld({ heldMicroUsd: 640, costMicroUsd: 200 })).toBe('3.2 ×');
    expect(timesHeld({ heldMicroUsd: 640, costMicroUsd: 0 })).toBe('–');
  });

  it('say how what is sent is counted', () => {
    expect(countedIn({ tokenizer: null })).toBe('in bytes');
    expect(countedIn({ tokenizer: 'o200k_base' })).toBe('in tokens, o200k_base');
  });

  it('say how that moved, without days on which nothing was charged', () => {
    const days = [day('2026-11-13', 5, 0), day('2026-11-14', 340, 100), day('2026-11-27', 210, 100)];
    expect(timesOverTime(days)).toBe('3.4 × on 2026-11-14, 2.1 × on 2026-11-27');
    expect(timesOverTime(days.slice(0, 2))).toBe('3.4 × on 2026-11-14');
    expect(timesOverTime(days.slice(0, 1))).toBe('nothing was charged');
  });
});
