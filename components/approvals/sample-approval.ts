// A pending refund above its bound, for the tests of this folder; each test changes what it is about.
import type { ApprovalShape } from '@/lib/contract/approval';

export const NOW_MS = Date.parse('2026-11-19T14:32:08.000Z');

/** The instant `minutes` from the now of these tests. */
export function inMinutes(minutes: number): string {
  return new Date(NOW_MS + minutes * 60_000).toISOString();
}

const person = (id: string, label: string) => ({ kind: 'user' as const, id, label });

export function sampleApproval(change: Partial<ApprovalShape> = {}): ApprovalShape {
  return {
    id: '0198c7a0-0000-7000-8000-000000000001',
    runId: '0198c7a0-0000-7000-8000-0000000000aa',
    agent: 'refunds',
    agentVersion: 14,
    step: 8,
    kind: 'tool_call',
    tool: 'payments.refund',
    toolVersion: 7,
    arguments: { order_id: 'ORD-58213', amount: 1840, reason: 'damaged' },
    effect: 'reconcilable',
    effectKey: 'refund:ORD-58213',
    amount: 1840,
    amountUnit: 'EUR',
    decision: { chosen: 'payments.refund', confidence: 0.64, reasoning: null, alternatives: null },
    reasons: [],
    requiredRole: 'approver',
    quorum: 1,
    selfApproval: 'forbid',
    decisions: [],
    payloadHash: '9c41'.padEnd(64, '0'),
    tainted: false,
    startedBy: person('u1', 'Mara Klein'),
    createdAt: inMinutes(-8),
    expiresAt: inMinutes(6.7),
    onExpiry: 'reject',
    status: 'pending',
    decidedAt: null,
    supersedes: null,
    changed: [],
    planted: null,
    claimedBy: null,
    claimedUntil: null,
    escalateTo: null,
    escalationLevel: 0,
    ...change,
  };
}

export function sampleVote(
  label: string,
  decision: ApprovalShape['decisions'][number]['decision'] = 'approve',
  change: Partial<ApprovalShape['decisions'][number]> = {},
): ApprovalShape['decisions'][number] {
  return {
    by: person(label.toLowerCase(), label),
    decision,
    reason: null,
    answer: null,
    arguments: null,
    at: inMinutes(-4),
    counts: true,
    ...change,
  };
}
