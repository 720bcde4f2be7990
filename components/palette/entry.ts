// One thing that the palette can lead to or do, and how well it answers what was typed. Pure.
import type { ReactNode } from 'react';

export const ENTRY_KINDS = ['page', 'action', 'agent', 'tool', 'model', 'run', 'approval'] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

export type Entry = {
  /** Unique over everything the palette shows at once. */
  readonly id: string;
  readonly kind: EntryKind;
  readonly label: string;
  readonly detail?: string | undefined;
  /** Further words it is found by, never shown. */
  readonly also?: string;
  readonly icon: ReactNode;
  /** The keys that do the same without the palette: "g r". */
  readonly keys?: string;
  readonly act: { readonly href: string } | { readonly run: () => void };
};

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[\s,.:/_-]+/)
    .filter(Boolean);

/** 0: does not answer. The label goes before the rest, a beginning before a middle. Every word typed has to be somewhere. */
export function score(
  { label, detail, also }: Pick<Entry, 'label' | 'detail' | 'also'>,
  typed: string,
): number {
  const asked = typed.trim().toLowerCase();
  if (asked === '') return 1;
  const name = label.toLowerCase();
  if (name === asked) return 6;
  if (name.startsWith(asked)) return 5;
  const begins = (words: readonly string[]): boolean =>
    asked.split(/\s+/).every((part) => words.some((word) => word.startsWith(part)));
  if (begins(wordsOf(label))) return 4;
  if (name.includes(asked)) return 3;
  const rest = `${label} ${detail ?? ''} ${also ?? ''}`;
  if (begins(wordsOf(rest))) return 2;
  return rest.toLowerCase().includes(asked) ? 1 : 0;
}

/** Those that answer, the best first; equal ones keep their order. */
export function matching(entries: readonly Entry[], typed: string): Entry[] {
  return entries
    .map((entry) => ({ entry, points: score(entry, typed) }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points)
    .map(({ entry }) => entry);
}
