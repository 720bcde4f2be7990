import { describe, expect, it } from 'vitest';
import { type BatchCandidate, batchRefusal, whyAlone } from './approval-batch';

const call = (over: Partial<BatchCandidate> = {}): BatchCandidate => ({
  id: 'a',
  kind: 'tool_call',
  agent: 'refunds',
  tool: 'payments.refund',
  toolVersion: 3,
  rules: ['escalation.amountAbove'],
  tainted: false,
  requiredRole: 'approver',
  quorum: 1,
  ...over,
});

describe('a batch', () => {
  it('takes calls that were held for the same reasons, in whatever order', () => {
    const rules = ['escalation.amountAbove', 'escalation.confidenceBelow'];
    const other = call({ id: 'b', rules: [...rules].reverse() });
    expect(batchRefusal([call({ rules }), other, call({ id: 'c', rules })])).toBeNull();
  });

  it.each<[string, Partial<BatchCandidate>, RegExp]>([
    ['another agent', { agent: 'triage' }, /of triage, not of refunds/],
    ['another tool', { tool: 'payments.pay' }, /payments\.pay, not payments\.refund/],
    ['another version of the tool', { toolVersion: 4 }, /version 4/],
    ['another reason', { rules: ['escalation.amountAbove', 'escalation.confidenceBelow'] }, /other reasons/],
    ['another role', { requiredRole: 'admin' }, /role admin/],
    ['text of outsiders', { tainted: true }, /outsiders/],
    ['several people', { quorum: 2 }, /several people/],
    ['an unknown outcome', { kind: 'unknown_outcome' }, /one by one/],
    ['high risk', { rules: ['escalation.amountAbove', 'tool.risk'] }, /too risky/],
    ['the draw', { rules: ['escalation.amountAbove', 'escalation.sampleRate'] }, /drawn/],
    ['what can not be taken back', { rules: ['tool.effect'] }, /too risky/],
  ])('is refused for one with %s, by name', (_name, over, reason) => {
    const refused = batchRefusal([call(), call({ id: 'b', ...over }), call({ id: 'c' })]);
    expect(refused).toEqual({ id: 'b', reason: expect.stringMatching(reason) });
  });

  it('is refused as well where all of them are alike in what needs a look of its own', () => {
    const risky = call({ rules: ['tool.risk'] });
    expect(batchRefusal([risky, { ...risky, id: 'b' }])?.id).toBe('a');
    expect(whyAlone(call())).toBeNull();
  });
});
