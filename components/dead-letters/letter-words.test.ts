import { describe, expect, it } from 'vitest';
import { placeWords, versionWords } from './letter-words';

describe('dead letters in words', () => {
  it('say where it failed', () => {
    expect(placeWords({ tool: 'payments.refund', model: null })).toBe('tool payments.refund');
    expect(placeWords({ tool: null, model: 'demo' })).toBe('model demo');
    expect(placeWords({ tool: null, model: null })).toBe('');
  });

  it('name versions by agent', () => {
    expect(
      versionWords([
        { agent: 'refunds', version: 3, count: 5 },
        { agent: 'ticket-triage', version: 1, count: 2 },
        { agent: 'refunds', version: 2, count: 1 },
      ]),
    ).toBe('refunds v3, v2 and ticket-triage v1');
  });
});
