// Whoever asks why a step stands still is told what holds it, and led there.
import { describe, expect, it } from 'vitest';
import { deferralHref, deferralWord } from './deferral-words';
import { waitingSentence } from './run-words';
import { atSecond, sampleStep } from './sample-step';
import { stepStanding } from './step-words';

const BREAKER = { by: 'breaker', id: 'tool:payments.refund@127.0.0.1:80', until: atSecond(60) } as const;
const SLOT = { by: 'bulkhead', id: 'model:small', until: atSecond(60) } as const;

describe('what holds a step back', () => {
  it('is named, and leads to its page', () => {
    expect(deferralWord(BREAKER)).toBe('breaker payments.refund');
    expect(deferralHref(BREAKER)).toBe('/breakers?key=tool%3Apayments.refund%40127.0.0.1%3A80');
    expect(deferralWord(SLOT)).toBe('a free slot of small');
    expect(deferralHref(SLOT)).toBe('/breakers?q=small');
    expect(deferralHref({ by: 'resource', id: 'ticket:42' })).toBeUndefined();
  });

  it('is named where the run says what it waits for', () => {
    const of = (reason: 'breaker' | 'bulkhead', id: string) =>
      waitingSentence({ reason, items: [{ kind: reason, id }] });
    expect(of('breaker', BREAKER.id)).toBe('waiting for breaker payments.refund');
    expect(of('bulkhead', SLOT.id)).toBe('waiting for a free slot of small');
  });

  it('is how the step stands, until an attempt is made or it has ended', () => {
    const held = sampleStep({ status: 'proposed', finishedAt: null, deferred: BREAKER });
    expect(stepStanding(held)).toEqual({ state: 'waiting', word: 'waits for breaker payments.refund' });
    expect(stepStanding({ ...held, status: 'running' }).word).toBe('running');
    expect(stepStanding({ ...held, finishedAt: atSecond(3), status: 'succeeded' }).word).toBe('succeeded');
  });
});
