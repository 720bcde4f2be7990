// The end of a journal in memory, from its newest snapshot on, as the real store reads it.
import type { JournalRow } from '@/lib/domain/journal-row';
import { snapshotHeadOf } from '@/lib/domain/snapshot-head';

export function tailOf(rows: readonly JournalRow[]): readonly JournalRow[] {
  const newest = rows.findLastIndex(({ kind }) => kind === 'snapshot');
  const head = snapshotHeadOf(rows[newest]?.payload ?? '');
  if (head === null) return [...rows];
  const before = new Set([1, ...head.earlier]);
  return rows.filter(({ seq }, i) => i >= newest || before.has(seq));
}

/** What a claim brings along: a journal without snapshots is short enough. */
export function shortJournal(rows: readonly JournalRow[]): { readonly journal?: readonly JournalRow[] } {
  return rows.some(({ kind }) => kind === 'snapshot') ? {} : { journal: [...rows] };
}
