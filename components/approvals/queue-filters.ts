// What narrows the queue, as it stands in the URL. Pure.
import { resourceName } from '@/lib/domain/names';
import type { ApprovalCountFilter } from '@/lib/query/query-keys';
import { type ApprovalFilters, routes } from '@/lib/routes';
import type { QueueGroup } from './queue-groups';

type Params = { get(name: string): string | null };

/** Unknown values narrow nothing. */
export function filtersOf(params: Params): ApprovalFilters {
  const [status, show, agent, tool] = ['status', 'show', 'agent', 'tool'].map((name) => params.get(name));
  return {
    ...(status === 'decided' ? { status } : {}),
    ...(show === 'soon' || show === 'unknown' || show === 'snoozed' ? { show } : {}),
    ...(resourceName.safeParse(agent).success && agent !== null ? { agent } : {}),
    ...(resourceName.safeParse(tool).success && tool !== null ? { tool } : {}),
  };
}

/** What the server narrows, so that its pages and its count are of these only. `soon` moves with the clock and is seen here. */
export function serverFilterOf({ status, show, agent, tool }: ApprovalFilters): ApprovalCountFilter {
  return {
    ...(show === 'unknown' && status !== 'decided' ? { kind: 'unknown_outcome' as const } : {}),
    ...(show === 'snoozed' && status !== 'decided' ? { snoozed: 'only' as const } : {}),
    ...(agent === undefined ? {} : { agent }),
    ...(tool === undefined ? {} : { tool }),
  };
}

/** The id after /approvals/ in a path. */
export function approvalIdOfPath(pathname: string): string | undefined {
  const prefix = `${routes.approvals()}/`;
  const id = pathname.startsWith(prefix) ? pathname.slice(prefix.length) : '';
  return id === '' ? undefined : decodeURIComponent(id);
}

export function narrowed(groups: readonly QueueGroup[], filters: ApprovalFilters): QueueGroup[] {
  return groups
    .filter((group) => filters.show !== 'soon' || group.key === 'soon')
    .map((group) => ({
      ...group,
      items: group.items.filter(
        (item) =>
          (filters.show !== 'unknown' || item.kind === 'unknown_outcome') &&
          (filters.agent === undefined || item.agent === filters.agent) &&
          (filters.tool === undefined || item.tool === filters.tool),
      ),
    }))
    .filter((group) => group.items.length > 0);
}
