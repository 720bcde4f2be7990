import { describe, expect, it } from 'vitest';
import { changeCounts, changeWords, ownRuleWords, placeOf } from './policy-words';

describe('words of the policy', () => {
  it('explain what stands in no text', () => {
    expect(ownRuleWords('policy.unmatched')).toContain('No rule permitted');
    expect(ownRuleWords('default.permit-read')).toBeUndefined();
  });

  it('say how a call would go another way', () => {
    expect(changeWords({ decided: 'permit', said: 'ask' })).toBe('asked about instead of permitted');
    expect(changeWords({ decided: 'ask', said: 'ask' })).toBe('asked about in another role');
  });

  it('count how many calls go another way, and which', () => {
    const way = (active: 'permit' | 'ask' | 'deny', draft: 'permit' | 'ask' | 'deny') => ({
      active: { effect: active },
      draft: { effect: draft },
    });
    expect(
      changeCounts([way('permit', 'ask'), way('ask', 'deny'), way('permit', 'ask'), way('ask', 'ask')]),
    ).toBe(': 2 newly asked about, 1 newly denied, 1 asked about in another role');
    expect(changeCounts([])).toBe('');
  });

  it('say where a problem is', () => {
    expect(placeOf({ set: 'ask', line: 3 })).toBe('Ask, line 3');
    expect(placeOf({ set: 'floor', line: null })).toBe('Floor');
  });
});
