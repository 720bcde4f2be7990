// The queue is narrowed by what the URL says, and an unknown word narrows nothing.
import { describe, expect, it } from 'vitest';
import { routes } from '@/lib/routes';
import { approvalIdOfPath, filtersOf, narrowed, serverFilterOf } from './queue-filters';
import { queueGroups, queueOrder } from './queue-groups';
import { inMinutes, NOW_MS, sampleApproval } from './sample-approval';

const groups = queueGroups(
  [
    sampleApproval({ id: 'soon', expiresAt: inMinutes(3) }),
    sampleApproval({ id: 'late', expiresAt: inMinutes(90), agent: 'ticket-triage', tool: 'chat.post' }),
    sampleApproval({ id: 'open', expiresAt: null, kind: 'unknown_outcome' }),
  ],
  NOW_MS,
);
const ids = (filters: Parameters<typeof narrowed>[1]) => queueOrder(narrowed(groups, filters));

describe('narrowed', () => {
  it('shows what is asked for', () => {
    expect(ids({})).toEqual(['soon', 'late', 'open']);
    expect(ids({ show: 'soon' })).toEqual(['soon']);
    expect(ids({ show: 'unknown' })).toEqual(['open']);
    expect(ids({ agent: 'ticket-triage' })).toEqual(['late']);
    expect(ids({ tool: 'payments.refund', show: 'unknown' })).toEqual(['open']);
  });
});

describe('filtersOf', () => {
  it('reads back what a link says', () => {
    const link = routes.approvals({ status: 'decided', show: 'soon', agent: 'refunds' });
    const { searchParams } = new URL(link, 'http://localhost');
    expect(filtersOf(searchParams)).toEqual({ status: 'decided', show: 'soon', agent: 'refunds' });
  });
  it('ignores what it does not know', () => {
    expect(filtersOf(new URLSearchParams('status=open&show=all&agent=&tool=No%20Tool'))).toEqual({});
  });
});

describe('serverFilterOf', () => {
  it('asks for agent and tool on both tabs, for unknown outcomes only where they wait', () => {
    const filters = { show: 'unknown', agent: 'refunds', tool: 'payments.refund' } as const;
    const named = { agent: 'refunds', tool: 'payments.refund' };
    expect(serverFilterOf(filters)).toEqual({ kind: 'unknown_outcome', ...named });
    expect(serverFilterOf({ ...filters, status: 'decided' })).toEqual(named);
    expect(serverFilterOf({ show: 'soon' })).toEqual({});
  });
});

describe('approvalIdOfPath', () => {
  it('finds the id a link was made with', () => {
    expect(approvalIdOfPath(routes.approval('a/b'))).toBe('a/b');
    expect(approvalIdOfPath('/approvals')).toBeUndefined();
    expect(approvalIdOfPath('/approvals/')).toBeUndefined();
  });
});
