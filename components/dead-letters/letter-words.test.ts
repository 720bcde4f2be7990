import { describe, expect, it } from 'vitest';
import type { DeadLetterShape } from '@/lib/contract/dead-letter';
import { causeWords, placeWords, versionWords } from './letter-words';

const ID = '0194f1c2-0000-7000-8000-00000000abcd';
const SAMPLE: DeadLetterShape = {
  id: ID,
  runId: ID,
  agent: 'refunds',
  version: 3,
  fingerprint: '0123456789abcdef',
  code: 'model_failed',
  message: 'http_401',
  step: 1,
  tool: null,
  model: 'demo',
  state: 'open',
  failedAt: '2026-11-19T10:00:00.000Z',
  settledAt: null,
  settledBy: null,
  reason: null,
};

describe('dead letters in words', () => {
  it('say where it failed', () => {
    expect(placeWords({ tool: 'payments.refund', model: null })).toBe('tool payments.refund');
    expect(placeWords({ tool: null, model: 'demo' })).toBe('model demo');
    expect(placeWords({ tool: null, model: null })).toBe('');
  });

  it('count one run as one', () => {
    const group = { sample: SAMPLE, versions: [{ agent: 'refunds', version: 3, count: 1 }], count: 1 };
    expect(causeWords(group)).toBe('model demo, refunds v3, 1 run');
    expect(causeWords({ ...group, count: 2 })).toBe('model demo, refunds v3, 2 runs');
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
