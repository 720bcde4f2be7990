import { describe, expect, it } from 'vitest';
import type { PolicyVerdict } from '@/lib/domain/admission';
import type { TargetState } from '@/lib/domain/precondition';
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
  bindingHash(approvalBindingOf(bound, { policy }), (text) => text);

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
    const shown = approvalBindingOf(call, { policy: verdict() });
    const now = approvalBindingOf(
      { ...call, toolVersion: 4, argumentHash: 'h2' },
      { policy: verdict({ effect: 'permit', rules: [] }) },
    );
    expect(bindingChanges(shown, now)).toEqual([
      'payments.refund changed from version 3 to 4.',
      'The policy says permit where it said ask, a=permit, b=ask.',
    ]);
    expect(bindingChanges(shown, shown)).toEqual([]);
  });

  it('says in words which role is wanted now', () => {
    const now = approvalBindingOf(call, { policy: verdict({ rules: [], requiredRole: 'admin' }) });
    expect(bindingChanges(approvalBindingOf(call, { policy: verdict({ rules: [] }) }), now)).toEqual([
      'The policy says ask, role=admin where it said ask.',
    ]);
  });

  const target = (over: Partial<TargetState> = {}): TargetState => ({
    tool: 'orders.get',
    toolVersion: 1,
    arguments: { order_id: 'A' },
    at: '2026-11-27T12:00:00.000Z',
    seen: [{ path: 'status', value: 'open' }, { path: 'note' }],
    ...over,
  });
  const bound = (over: Partial<TargetState> = {}) =>
    approvalBindingOf(call, { policy: verdict(), target: target(over) });

  it('is what it was before preconditions where a tool declares none', () => {
    expect(Object.keys(approvalBindingOf(call, { policy: verdict() }))).not.toContain('target');
  });

  it('sees what stands at the paths of the target, and neither when nor by which version it was looked up', () => {
    const hash = (over: Partial<TargetState> = {}) => bindingHash(bound(over), (text) => text);
    expect(hash({ at: '2026-11-27T13:00:00.000Z', toolVersion: 2 })).toBe(hash());
    expect(hash({ seen: [{ path: 'status', value: 'closed' }, { path: 'note' }] })).not.toBe(hash());
    expect(
      hash({
        seen: [
          { path: 'status', value: 'open' },
          { path: 'note', value: null },
        ],
      }),
    ).not.toBe(hash());
    expect(hash({ arguments: { order_id: 'B' } })).not.toBe(hash());
    expect(hash()).not.toBe(hashOf());
  });

  it('says path by path what changed at the target', () => {
    const seen = [
      { path: 'status', value: 'closed' },
      { path: 'note', value: null },
    ];
    expect(bindingChanges(bound(), bound({ seen }))).toEqual([
      'status of its target was "open" and is "closed" now.',
      'note of its target was not there and is null now.',
    ]);
    expect(bindingChanges(bound(), bound())).toEqual([]);
    expect(bindingChanges(bound(), bound({ arguments: { order_id: 'B' } }))).toEqual([
      'Another target is looked at, with orders.get.',
    ]);
    expect(bindingChanges(approvalBindingOf(call, { policy: verdict() }), bound())).toEqual([
      'Its target is now looked at with orders.get.',
    ]);
  });
});
