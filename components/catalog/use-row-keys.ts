// `j` and `k` walk the rows of a list by their links. Focus belongs to a name, not to a place.
'use client';
import { useState } from 'react';
import { neighbour } from '../ui/neighbour';
import { usePageKeys } from '../ui/use-page-keys';

export function rowLinkId(name: string): string {
  return `row-${name}`;
}

export function useRowKeys(names: readonly string[]): { onFocus: (name: string) => void } {
  const [focused, setFocused] = useState<string | undefined>(undefined);
  const walk = (by: 1 | -1): void => {
    const next = neighbour(names, focused, by);
    if (next === undefined) return;
    setFocused(next);
    document.getElementById(rowLinkId(next))?.focus();
  };
  usePageKeys({
    j: { label: 'Next row', act: () => walk(1), repeats: true },
    k: { label: 'Row before', act: () => walk(-1), repeats: true },
  });
  return { onFocus: setFocused };
}
