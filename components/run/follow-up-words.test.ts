// What was used of a cap on follow-ups comes from what admissions recorded, whatever else the run did.
import { describe, expect, it } from 'vitest';
import type { StepShape } from '@/lib/contract/run-detail';
import { contactSentence, followUpsBefore, followUpsSentence } from './follow-up-words';
import { atSecond, sampleStep } from './sample-step';

const KEY = 'reply:CASE-1';
const admission = (sent: number, correlationKey = KEY): StepShape['admission'] => ({
  verdict: 'admit',
  reasons: [],
  policy: { effect: 'permit', rules: [], policyVersion: 'default-1' },
  confidence: null,
  amount: null,
  amountUnit: null,
  tainted: false,
  contacts: { correlationKey, sent, most: 3 },
});
const mail = (step: number, sent: number, change: Partial<StepShape> = {}) =>
  sampleStep({ step, tool: 'mail.send', admission: admission(sent), ...change });
const wait = (step: number) =>
  sampleStep({
    step,
    tool: 'mail.await_reply',
    status: 'waiting',
    attempts: [],
    wait: { correlationKey: KEY, since: atSecond(3), until: atSecond(90), event: null },
  });

describe('followUpsBefore', () => {
  it('counts no first contact, and each one after it', () => {
    expect(followUpsBefore(wait(4), [mail(2, 0), wait(4)])).toEqual({ used: 0, allowed: 2, step: 2 });
    const steps = [mail(2, 0), wait(4), mail(6, 1), wait(8), mail(10, 2), wait(12)];
    expect(followUpsBefore(wait(8), steps)).toEqual({ used: 1, allowed: 2, step: 6 });
    expect(followUpsBefore(wait(12), steps)).toEqual({ used: 2, allowed: 2, step: 10 });
  });

  it('counts what other runs had sent, and what was not sent here as nothing', () => {
    expect(followUpsBefore(wait(4), [mail(2, 2)])?.used).toBe(2);
    expect(followUpsBefore(wait(4), [mail(2, 3, { status: 'denied', attempts: [] })])?.used).toBe(2);
    expect(followUpsBefore(wait(4), [mail(2, 1, { status: 'failed' })])?.used).toBe(0);
    expect(followUpsBefore(wait(4), [mail(2, 0, { status: 'failed' })])).toBeUndefined();
  });

  it('knows nothing of another key, of calls that come later, nor where nothing is waited for', () => {
    expect(
      followUpsBefore(wait(4), [mail(2, 0, { admission: admission(0, 'reply:CASE-2') })]),
    ).toBeUndefined();
    expect(followUpsBefore(wait(4), [mail(6, 1)])).toBeUndefined();
    expect(followUpsBefore(mail(6, 1), [mail(2, 0)])).toBeUndefined();
    expect(followUpsBefore(wait(4), [sampleStep({ step: 2 })])).toBeUndefined();
  });

  it('reads as a sentence', () => {
    expect(followUpsSentence({ used: 1, allowed: 2, step: 6 })).toBe('1 of 2 used, counted with step 6');
  });
});

describe('contactSentence', () => {
  it.each([
    [0, 'first contact on reply:CASE-1, 2 follow-ups may come'],
    [1, '1 of 2 on reply:CASE-1'],
    [2, '2 of 2 on reply:CASE-1'],
    [3, 'beyond the 2 allowed on reply:CASE-1'],
  ])('after %i contacts', (sent, sentence) => {
    expect(contactSentence(mail(2, sent))).toBe(sentence);
  });

  it('says nothing of a tool without a cap', () => {
    expect(contactSentence(sampleStep())).toBeUndefined();
  });
});
