// A queue that stands still while somebody points at it: each row keeps its place, what left is marked, what would come between is counted. Pure.
import type { ApprovalShape } from '@/lib/contract/approval';
import { byUrgency } from './queue-groups';

/** The rows as they stood when the queue was held, and the instant whose order they are in. */
export type HeldQueue = { readonly rows: readonly ApprovalShape[]; readonly nowMs: number };

/** What is at hand of the live queue; `whole`: no page is missing below. */
export type LiveQueue = { readonly rows: readonly ApprovalShape[]; readonly whole: boolean };

export type StandingQueue = {
  /** In their places, each as it is now where it still waits. */
  readonly rows: readonly ApprovalShape[];
  /** Rows that wait no more. */
  readonly gone: ReadonlySet<string>;
  /** How many came since, would stand between them and are left out. */
  readonly fresh: number;
};

/** `own`: what the person decided, who knows that it left. */
export function standing(
  held: HeldQueue,
  { rows: live, whole }: LiveQueue,
  own: ReadonlySet<string>,
): StandingQueue {
  const now = new Map(live.map((row) => [row.id, row]));
  const last = [...live].sort(byUrgency).at(-1);
  // Below the last row at hand it may well wait: more urgent ones have pushed it off the pages that are loaded.
  const left = (row: ApprovalShape): boolean =>
    !now.has(row.id) && (whole || last === undefined || byUrgency(row, last) < 0);
  const gone = new Set(held.rows.filter(left).map(({ id }) => id));
  const known = new Set(held.rows.map(({ id }) => id));
  const foot = [...held.rows].sort(byUrgency).at(-1);
  const unknown = live.filter(({ id }) => !known.has(id));
  const below = unknown.filter((row) => foot === undefined || byUrgency(row, foot) > 0);
  const newest =
    held.rows
      .map(({ createdAt }) => createdAt)
      .sort()
      .at(-1) ?? '';
  return {
    rows: [
      ...held.rows.filter(({ id }) => !(own.has(id) && gone.has(id))).map((row) => now.get(row.id) ?? row),
      // Nothing moves for what comes below them all.
      ...below,
    ],
    gone,
    fresh: unknown.filter((row) => !below.includes(row) && row.createdAt > newest).length,
  };
}
