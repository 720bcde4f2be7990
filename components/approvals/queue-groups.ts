// The queue in the order in which it presses: out of time, soon, later, without a limit. Pure; the clock comes in.
import type { ApprovalShape } from '@/lib/contract/approval';
import { toEpochMs } from '@/lib/format/time';

export type QueueGroupKey = 'soon' | 'later' | 'open' | 'over';
export type QueueGroup = {
  readonly key: QueueGroupKey;
  readonly title: string;
  readonly items: readonly ApprovalShape[];
};

export const SOON_MS = 15 * 60_000;

const TITLES: Record<QueueGroupKey, string> = {
  soon: 'Expire within 15 minutes',
  later: 'Later',
  open: 'Wait without a limit',
  over: 'Out of time',
};
const ORDER: readonly QueueGroupKey[] = ['soon', 'later', 'open', 'over'];

export function groupKeyOf(approval: ApprovalShape, nowMs: number): QueueGroupKey {
  if (approval.expiresAt === null) return 'open';
  const leftMs = toEpochMs(approval.expiresAt) - nowMs;
  // An announced call may be objected to for as long as it was not sent.
  if (leftMs <= 0 && approval.onExpiry !== 'execute') return 'over';
  return leftMs < SOON_MS ? 'soon' : 'later';
}

/** First what expires first, then what was asked first; equal ones by id, so that two readers see one order. */
export function byUrgency(a: ApprovalShape, b: ApprovalShape): number {
  const endsMs = (approval: ApprovalShape): number =>
    approval.expiresAt === null ? Number.POSITIVE_INFINITY : toEpochMs(approval.expiresAt);
  const [aMs, bMs] = [endsMs(a), endsMs(b)];
  if (aMs !== bMs) return aMs < bMs ? -1 : 1;
  return toEpochMs(a.createdAt) - toEpochMs(b.createdAt) || a.id.localeCompare(b.id);
}

/** What was decided last first; the server pages by when it was asked. */
export function byDecision(a: ApprovalShape, b: ApprovalShape): number {
  return toEpochMs(b.decidedAt ?? b.createdAt) - toEpochMs(a.decidedAt ?? a.createdAt);
}

export function queueGroups(approvals: readonly ApprovalShape[], nowMs: number): QueueGroup[] {
  const sorted = [...approvals].sort(byUrgency);
  return ORDER.map((key) => ({
    key,
    title: TITLES[key],
    items: sorted.filter((approval) => groupKeyOf(approval, nowMs) === key),
  })).filter((group) => group.items.length > 0);
}

/** The rows in the order they are shown: what `j` and `k` walk. */
export function queueOrder(groups: readonly QueueGroup[]): string[] {
  return groups.flatMap((group) => group.items.map((approval) => approval.id));
}

/**
 * The one to show after `id` was decided: the next below it that is still in time, else the most urgent one left.
 * Undefined when nothing waits any more.
 */
export function nextWaiting(groups: readonly QueueGroup[], id: string): string | undefined {
  const waiting = groups.filter((group) => group.key !== 'over');
  const order = queueOrder(waiting);
  const place = order.indexOf(id);
  return order.slice(place + 1).find((other) => other !== id) ?? order.find((other) => other !== id);
}
