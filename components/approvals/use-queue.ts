// What the page of approvals has at hand: what waits and what was decided, as the URL narrows them, and how many there are in all.
'use client';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { DECIDED_APPROVAL_STATUSES } from '@/lib/domain/approval';
import { approvalCountOptions, approvalsListOptions } from '@/lib/query/approvals';
import type { ApprovalFilters } from '@/lib/routes';
import { useServerClock } from '../ui/server-clock';
import { PENDING, PENDING_FILTER } from './pending-filter';
import { narrowed, serverFilterOf } from './queue-filters';
import { byDecision, groupKeyOf, queueGroups } from './queue-groups';
import { useStillQueue } from './use-still-queue';

/** `busy`: somebody points at the rows or has chosen some, and none may move. */
export function useQueue(filters: ApprovalFilters, busy: boolean) {
  const decidedTab = filters.status === 'decided';
  const asked = serverFilterOf(filters);
  const queue = useInfiniteQuery(approvalsListOptions({ ...PENDING_FILTER, ...asked }));
  const decided = useInfiniteQuery({
    ...approvalsListOptions({ status: [...DECIDED_APPROVAL_STATUSES], ...asked }),
    enabled: decidedTab,
  });
  /** Undefined while it isn't known. */
  const total = useQuery(approvalCountOptions(PENDING)).data?.count;
  const matching = useQuery(approvalCountOptions({ ...PENDING, ...asked })).data?.count;
  // The queue is sorted anew when a row crosses a line (15 minutes, zero), not with every tick.
  const nowMs = useServerClock((ms) => Math.floor(ms / 5_000) * 5_000);
  const waiting = useMemo(() => queue.data?.pages.flatMap((page) => page.items) ?? [], [queue.data]);
  const live = useMemo(() => ({ rows: waiting, whole: !queue.hasNextPage }), [waiting, queue.hasNextPage]);
  const settled = queue.data !== undefined && !queue.isPlaceholderData;
  const still = useStillQueue(live, nowMs, filters, { busy, settled });
  const groups = useMemo(
    () => narrowed(queueGroups(still.rows, still.nowMs), filters),
    [still.rows, still.nowMs, filters],
  );
  /** As they wait now, whatever is held: what comes next after a decision. */
  const liveGroups = useMemo(() => narrowed(queueGroups(waiting, nowMs), filters), [waiting, nowMs, filters]);
  const decidedItems = useMemo(
    () => [...(decided.data?.pages.flatMap((page) => page.items) ?? [])].sort(byDecision),
    [decided.data],
  );
  // Pages come most urgent first: the group of the last row may go on, and what expires soon is whole as soon as a later one is there.
  const last = waiting.at(-1);
  const unfinished = last === undefined || !queue.hasNextPage ? undefined : groupKeyOf(last, nowMs);
  const goesOn = filters.show === 'soon' ? unfinished === 'soon' || unfinished === 'over' : queue.hasNextPage;
  return {
    queue,
    decided,
    waiting,
    still,
    groups,
    liveGroups,
    decidedItems,
    total,
    matching,
    unfinished,
    goesOn,
  };
}
