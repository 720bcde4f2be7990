import { describe, expect, it } from 'vitest';
import { ownRuleWords, placeOf } from './policy-words';

describe('words of the policy', () => {
  it('explain what stands in no text', () => {
    expect(ownRuleWords('policy.unmatched')).toContain('No rule permitted');
    expect(ownRuleWords('default.permit-read')).toBeUndefined();
  });

  it('say where a problem is', () => {
    expect(placeOf({ set: 'ask', line: 3 })).toBe('Ask, line 3');
    expect(placeOf({ set: 'floor', line: null })).toBe('Floor');
  });
});
