import { describe, expect, it } from 'vitest';
import { changesOf, type ForkTexts } from './fork-texts';
import { changeWords, doneForm, wouldWords } from './fork-words';

const would = (tool: string, amount: number | null = null) =>
  wouldWords({
    step: 4,
    tool,
    arguments: {},
    amount,
    amountUnit: amount === null ? null : 'EUR',
    verdict: 'admit',
    reasons: [],
  });

describe('what would have been done', () => {
  it('reads as what was not done', () => {
    expect(would('payments.refund', 900)).toBe('would have refunded €900.00');
    expect(would('payments.cancel_refund')).toBe('would have cancelled refund');
    expect(would('mail.send')).toBe('would have sent');
    expect(would('crm.A2')).toBe('would have called crm.A2');
    expect(['create', 'reply', 'post', 'pay'].map(doneForm)).toEqual([
      'created',
      'replied',
      'posted',
      'paid',
    ]);
  });
});

describe('the changes of a fork', () => {
  const texts: ForkTexts = {
    mode: 'dry',
    modelCalls: 'live',
    prompt: undefined,
    model: 'same',
    version: 'same',
    arguments: undefined,
    policyVersion: '',
  };
  const given = { prompt: 'As it was.', arguments: '{\n  "a": 1\n}' };
  const read = (over: Partial<ForkTexts>) => changesOf({ ...texts, ...over }, given, 'same');

  it('are what is different, and nothing that is not', () => {
    expect(read({})).toEqual({ changes: {} });
    expect(read({ prompt: 'As it was.', arguments: given.arguments })).toEqual({ changes: {} });
    expect(read({ prompt: 'Else.', model: 'other', arguments: '{"a": 2}', policyVersion: '7' })).toEqual({
      changes: { prompt: 'Else.', model: 'other', arguments: { a: 2 }, policyVersion: 7 },
    });
  });

  it('leave out what does not apply, and say what can not be read', () => {
    expect(read({ modelCalls: 'recorded', prompt: 'Else.', model: 'other' })).toEqual({ changes: {} });
    expect(read({ mode: 'live', policyVersion: '7' })).toEqual({ changes: {} });
    expect(read({ modelCalls: 'recorded', version: '3' })).toEqual({ changes: { version: 3 } });
    for (const text of ['[1]', '{', '']) expect(read({ arguments: text })).toHaveProperty('problem');
  });

  it('stand in words', () => {
    expect(
      changeWords({ version: 2, prompt: 'x', model: 'm', arguments: {}, policyVersion: 3 }),
    ).toHaveLength(5);
    expect(changeWords({})).toEqual([]);
  });
});
