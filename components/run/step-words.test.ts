// Names and one-line summaries come from what is recorded, and say nothing where nothing is.
import { describe, expect, it } from 'vitest';
import { atSecond, sampleStep } from './sample-step';
import { chooserOf, chosenBy, stepName, stepStanding, stepSummary } from './step-words';
import { valueSummary } from './value-summary';

const model = sampleStep({
  step: 2,
  kind: 'model',
  model: 'demo-large',
  tool: null,
  firstSeq: 2,
  lastSeq: 4,
});
const refund = sampleStep({ step: 3, firstSeq: 4, lastSeq: 6 });
const lookUp = sampleStep({ step: 4, tool: 'payments.lookup', firstSeq: 4, lastSeq: 7 });
const steps = [model, refund, lookUp];

describe('stepSummary', () => {
  it('names what a model step chose', () => {
    expect(chosenBy(model, steps)).toEqual(['payments.refund', 'payments.lookup']);
    expect(stepSummary(model, steps)).toBe('chose payments.refund, payments.lookup');
    expect(chooserOf(lookUp, steps)).toBe(model);
  });

  it('says why a model step chose nothing', () => {
    const failed = sampleStep({
      kind: 'model',
      model: 'demo-large',
      lastSeq: 99,
      error: { code: 'invalid_answer', message: 'The answer was no valid call', class: 'retryable' },
    });
    expect(stepSummary(failed, [failed])).toBe('The answer was no valid call');
  });

  it('says of an answer that was set aside who was asked instead, and why', () => {
    const aside = { kind: 'model', model: 'small', text: 'Perhaps.', setAside: true, lastSeq: 99 } as const;
    const first = sampleStep({ ...aside, step: 1 });
    const next = sampleStep({
      kind: 'model',
      step: 2,
      model: 'large',
      route: { rung: 1, top: 1, why: { reason: 'confidence', step: 1, confidence: 0.4, below: 0.6 } },
    });
    expect(stepSummary(first, [first, next])).toBe('asked again of large: confidence 0.4 below 0.6');
    expect(stepSummary(first, [first])).toBe('to be asked again of a stronger model');
    expect(stepStanding(first)).toEqual({ state: 'partial', word: 'set aside' });
  });

  it('shows the amount of a call where its tool declares one, else the arguments', () => {
    const admission = {
      verdict: 'await_approval' as const,
      reasons: [],
      policy: { effect: 'permit' as const, rules: [], policyVersion: 'default-1' },
      confidence: 0.9,
      amount: 900,
      amountUnit: 'EUR',
      tainted: false,
    };
    expect(stepSummary(sampleStep({ admission }), steps)).toBe('€900.00');
    expect(stepSummary(refund, steps)).toBe('ORD-1 · 900');
  });

  it('names what a step waits for', () => {
    const wait = { correlationKey: 'reply:1', since: atSecond(2), until: atSecond(9), event: null };
    expect(stepSummary(sampleStep({ wait }), steps)).toBe('reply:1');
  });

  it('has a name for every kind', () => {
    expect(steps.map(stepName)).toEqual(['demo-large', 'payments.refund', 'payments.lookup']);
    expect(stepName(sampleStep({ kind: 'finish', tool: null }))).toBe('finish');
  });
});

describe('valueSummary', () => {
  it('takes what can be read in a line', () => {
    expect(valueSummary({ mail: 'Both lamps\n cracked', order: { id: 1 }, tags: ['a', 'b'], n: 2 })).toBe(
      'Both lamps cracked · a, b · 2',
    );
    expect(valueSummary('plain')).toBe('plain');
    expect(valueSummary({ mails: [{ id: 'M-1', subject: 'Jam' }, { id: 'M-2' }, { id: 'M-3' }] })).toBe(
      'M-1 · Jam and 2 more',
    );
    expect(valueSummary({ mails: [[1], [2]] })).toBe('');
    expect(valueSummary(null)).toBe('');
    expect(valueSummary({})).toBe('');
  });

  it('cuts long text and says so', () => {
    expect(valueSummary({ mail: 'x'.repeat(500) }, 20)).toBe(`${'x'.repeat(19)}…`);
  });
});

describe('a call of a dry run', () => {
  it('stands as not sent, however well the run went on', () => {
    expect(stepStanding(sampleStep({ resultSource: 'would_have_done' }))).toEqual({
      state: 'dry',
      word: 'not sent',
    });
  });
});
