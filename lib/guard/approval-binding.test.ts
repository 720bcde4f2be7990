import { describe, expect, it } from 'vitest';
import type { PolicyVerdict } from '@/lib/domain/admission';
import { approvalBindingOf, bindingChanges, bindingHash } from './approval-binding';

const call = { tool: 'payments.refund', toolVersion: 3, effectKey: 'refund:A', argumentHash: 'h1' };
const rule = (id: string, effect: 'permit' | 'ask') => ({ id, effect, message: 'So.' });
const verdict = (over: Partial<PolicyVerdict> = {}): PolicyVerdict => ({
  effect: 'ask',
  policyVersion: '1',
  rules: [rule('a', 'permit'), rule('b', 'ask')],
  ...over,
});
const hashOf = (bound = call, policy = verdict()) =>
  bindingHash(approvalBindingOf(bound, policy), (text) => text);

describe('an approval binding', () => {
  it.each([
    ['the policy set version', call, verdict({ policyVersion: '2' })],
    ['the order of the rules', call, verdict({ rules: [rule('b', 'ask'), rule('a', 'permit')] })],
  ])('does not see %s', (_name, bound, policy) => {
    expect(hashOf(bound, policy)).toBe(hashOf());
  });

  it.each([
    ['the tool', { ...call, tool: 'payments.charge' }, verdict()],
    ['the tool version', { ...call, toolVersion: 4 }, verdict()],
    ['the key', { ...call, effectKey: 'refund:B' }, verdict()],
    ['the arguments', { ...call, argumentHash: 'h2' }, verdict()],
    ['a rule', call, verdict({ rules: [rule('b', 'ask')] })],
    ['a rule’s verdict', call, verdict({ rules: [rule('a', 'ask'), rule('b', 'ask')] })],
    ['a role that the policy names', call, verdict({ requiredRole: 'admin' })],
    ['the policy’s verdict', call, verdict({ effect: 'permit' })],
  ])('sees %s', (_name, bound, policy) => {
    expect(hashOf(bound, policy)).not.toBe(hashOf());
  });

  it('says in words what changed', () => {
    const shown = approvalBindingOf(call, verdict());
    const now = approvalBindingOf(
      { ...call, toolVersion: 4, argumentHash: 'h2' },
      verdict({ effect: 'permit', rules: [] }),
    );
    expect(bindingChanges(shown, now)).toEqual([
      'payments.refund changed from version 3 to 4.',
      'The policy says permit where it said ask, a=permit, b=ask.',
    ]);
    expect(bindingChanges(shown, shown)).toEqual([]);
  });

  it('says in words which role is wanted now', () => {
    const now = approvalBindingOf(call, verdict({ rules: [], requiredRole: 'admin' }));
    expect(bindingChanges(approvalBindingOf(call, verdict({ rules: [] })), now)).toEqual([
      'The policy says ask, role=admin where it said ask.',
    ]);
  });
});
