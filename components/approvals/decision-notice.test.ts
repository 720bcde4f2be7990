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
