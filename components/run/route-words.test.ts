// What a step says of the way to its model, and what a run saved.
import { describe, expect, it } from 'vitest';
import { causeOf, savingOf, setAsideCalls, setAsideWords, whySentence } from './route-words';
import { sampleStep } from './sample-step';

const model = (step: number, change: Parameters<typeof sampleStep>[0]) =>
  sampleStep({ kind: 'model', tool: null, model: 'small', step, ...change });
const at = (rung: number, why: NonNullable<ReturnType<typeof sampleStep>['route']>['why']) => ({
  route: { rung, top: 2, why },
});

describe('the words about a route', () => {
  it.each([
    [
      { reason: 'confidence', step: 1, confidence: 0.4, below: 0.6 },
      'asked again of middle: confidence 0.4 below 0.6',
    ],
    [
      { reason: 'confidence', step: 1, confidence: null, below: 0.6 },
      'asked again of middle: no confidence stated, 0.6 wanted',
    ],
    [{ reason: 'invalid', step: 1 }, 'asked again of middle: no valid call'],
    [{ reason: 'failure', step: 1 }, 'asked again of middle: its calls failed'],
  ] as const)('say why %j was asked again', (why, words) => {
    const first = model(1, { ...at(0, { reason: 'first' }), setAside: true });
    const next = model(2, { ...at(1, why), model: 'middle' });
    expect(setAsideWords(first, [first, next])).toBe(words);
    expect(setAsideWords(next, [first, next])).toBeUndefined();
    expect(causeOf(why)).toBe(1);
    expect(whySentence(why)).toMatch(/\.$/);
  });

  it('name what the input or a breaker said, and no step', () => {
    expect(whySentence({ reason: 'difficulty', path: 'order.tier' })).toContain('order.tier');
    expect(whySentence({ reason: 'breaker', of: 'small' })).toContain('small');
    expect(causeOf({ reason: 'first' })).toBeUndefined();
  });
});

describe('the calls of an answer that was set aside', () => {
  it('are told as far as they can be read', () => {
    const sure = {
      tool: 'payments.refund',
      arguments: { amount: 5, _decision: { confidence: 0.4, reasoning: 'A guess.' } },
    };
    expect(setAsideCalls({ text: null, calls: [sure, { tool: 'finish', arguments: '{"a' }, 7] })).toEqual([
      { tool: 'payments.refund', confidence: 0.4, reasoning: 'A guess.' },
      { tool: 'finish', confidence: undefined, reasoning: undefined },
    ]);
    for (const answer of [null, 'text', { calls: 'none' }, {}]) expect(setAsideCalls(answer)).toEqual([]);
  });
});

describe('what a run saved', () => {
  it('is what the strongest would have cost less what was paid, answers set aside included', () => {
    const steps = [
      model(1, { ...at(0, { reason: 'first' }), setAside: true, costMicroUsd: 140, topMicroUsd: 0 }),
      model(2, { ...at(1, { reason: 'invalid', step: 1 }), costMicroUsd: 560, topMicroUsd: 2_240 }),
      sampleStep({ step: 3, costMicroUsd: 1_000 }),
    ];
    expect(savingOf(steps)).toEqual({ savedMicroUsd: 1_540, setAsideMicroUsd: 140 });
    expect(savingOf(steps.slice(0, 1))).toEqual({ savedMicroUsd: -140, setAsideMicroUsd: 140 });
    expect(savingOf([sampleStep()])).toBeNull();
  });
});
