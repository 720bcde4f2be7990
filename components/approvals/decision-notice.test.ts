// A first vote of two is no approval yet, and the notice must not say so.
import { describe, expect, it } from 'vitest';
import { decisionNotice } from './decision-notice';
import { sampleApproval, sampleVote } from './sample-approval';

describe('decisionNotice', () => {
  it('says what stands', () => {
    const approved = sampleApproval({ status: 'approved', decisions: [sampleVote('Mara')] });
    expect(decisionNotice(approved, 'approve').title).toBe('Approved: payments.refund €1,840.00');
    const rejected = sampleApproval({ status: 'rejected', amount: null, amountUnit: null });
    expect(decisionNotice(rejected, 'reject')).toMatchObject({
      title: 'Rejected: payments.refund',
      state: 'cancelled',
    });
  });
  it('says that more people are needed', () => {
    const first = sampleApproval({ quorum: 3, decisions: [sampleVote('Mara')] });
    expect(decisionNotice(first, 'approve')).toMatchObject({
      title: 'Your approval of payments.refund €1,840.00 counts',
      detail: 'it waits for 2 more people',
      state: 'waiting',
    });
  });
});

it('tells of a planted call at once what was wrong with it, and whether it was seen', () => {
  const planted = { caught: true, flaw: 'amount is 9000, where the run asked for 900.' };
  const rejected = sampleApproval({ status: 'rejected', planted });
  expect(decisionNotice(rejected, 'reject')).toEqual({
    title: 'You saw it: this call was planted',
    detail: planted.flaw,
    state: 'succeeded',
  });
  const missed = sampleApproval({ status: 'approved', planted: { ...planted, caught: false } });
  expect(decisionNotice(missed, 'approve')).toMatchObject({ state: 'failed', detail: planted.flaw });
});
