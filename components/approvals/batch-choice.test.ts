import { describe, expect, it } from 'vitest';
import type { ApprovalShape } from '@/lib/contract/approval';
import { chosenOf, NOTHING_CHOSEN, sumOf, toggledChoice, whyNotAlong, withAlike } from './batch-choice';
import { sampleApproval } from './sample-approval';

const call = (id: string, over: Partial<ApprovalShape> = {}): ApprovalShape =>
  sampleApproval({
    id,
    kind: 'tool_call',
    quorum: 1,
    tainted: false,
    amount: 900.1,
    amountUnit: 'EUR',
    reasons: [{ rule: 'escalation.amountAbove', verdict: 'await_approval', message: 'Too much.' }],
    ...over,
  });

describe('a choice of several', () => {
  const [a, b] = [call('a'), call('b')];

  it('drops what changed or left since it was shown', () => {
    const choice = toggledChoice(toggledChoice(NOTHING_CHOSEN, a), b);
    expect(chosenOf(choice, [a, b])).toEqual([a, b]);
    expect(chosenOf(choice, [{ ...a, payloadHash: 'f'.repeat(64) }, b])).toEqual([b]);
    expect(chosenOf(toggledChoice(choice, a), [a, b])).toEqual([b]);
  });

  it('says why one can not go along, and never of one that is in', () => {
    expect(whyNotAlong(call('c', { agent: 'other' }), [a])).toMatch(/of other/);
    expect(whyNotAlong(call('c', { tainted: true }), [])).toMatch(/outsiders/);
    expect(whyNotAlong(a, [a])).toBeNull();
    const full = Array.from({ length: 20 }, (_, index) => call(`n${index}`));
    expect(whyNotAlong(call('c'), full)).toMatch(/At most 20/);
  });

  it('takes all alike, no more than one decision may', () => {
    const waiting = [
      b,
      call('c', { tool: 'mail.send' }),
      ...Array.from({ length: 30 }, (_, n) => call(`n${n}`)),
    ];
    const { choice, alike } = withAlike([a], waiting);
    expect([alike, choice.size, choice.has('c')]).toEqual([20, 20, false]);
  });

  it('sums only what has one unit', () => {
    expect(sumOf([a, b])).toEqual({ amount: 1800.2, amountUnit: 'EUR' });
    expect(sumOf([a, call('c', { amountUnit: 'USD' })])).toBeUndefined();
    expect(sumOf([a, call('c', { amount: null })])).toBeUndefined();
  });
});
