// The word for an admission follows the rules first and people second.
import { describe, expect, it } from 'vitest';
import { admissionWords, verdictWord } from './admission-words';
import { atSecond, sampleAttempt, sampleStep } from './sample-step';

const by = { kind: 'user', id: 'u1', label: 'Mara Klein' } as const;

const step = (verdict: 'admit' | 'await_approval' | 'deny', decision?: string, finished = false) =>
  sampleStep({
    attempts: decision === 'happened' ? [sampleAttempt(1, 3, 4)] : [],
    finishedAt: finished ? atSecond(9) : null,
    admission: {
      verdict,
      reasons: [],
      policy: { effect: 'permit', rules: [], policyVersion: '1' },
      confidence: null,
      amount: null,
      amountUnit: null,
      tainted: false,
    },
    approval: {
      id: 'a1',
      payloadHash: 'x',
      requiredRole: 'approver',
      expiresAt: null,
      onExpiry: null,
      settlesAt: null,
      verdict: decision === undefined ? null : { decision, by, reason: null, at: atSecond(5) },
    },
  });

describe('admissionWords', () => {
  it.each([
    [step('admit'), 'Allowed'],
    [step('deny'), 'Denied'],
    [step('await_approval'), 'Waits for a decision'],
    [step('await_approval', 'approve'), 'Allowed after approval'],
    [step('await_approval', 'edit'), 'Allowed after an edit'],
    [step('await_approval', 'unopposed'), 'Unopposed'],
    [step('await_approval', 'reject', true), 'Rejected'],
    [step('await_approval', 'expire', true), 'Nobody decided in time'],
    [step('await_approval', undefined, true), 'Not decided'],
    [step('await_approval', 'happened', true), 'Allowed after approval'],
  ])('%#', (given, word) => {
    expect(admissionWords(given)?.word).toBe(word);
  });
  it('has no word before an admission', () => {
    expect(admissionWords(sampleStep())).toBeUndefined();
  });
  it('has a verb for every verdict', () => {
    expect(verdictWord('did_not_happen')).toBe('said that it did not happen');
    expect(verdictWord('something_new')).toBe('something new');
  });
});
