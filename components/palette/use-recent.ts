// The places a person opened last, kept in this browser. Storage that is denied costs the memory, nothing else.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { meOptions } from '@/lib/query/console';
import type { Entry } from './entry';
import { parseRecent, type RecentEntry, recentKey, withRecent } from './recent';

function read(personId: string): RecentEntry[] {
  try {
    return parseRecent(localStorage.getItem(recentKey(personId)));
  } catch {
    return [];
  }
}

/** Read when the palette opens: another tab may have added to it. */
export function useRecent(): readonly [recent: readonly RecentEntry[], remember: (entry: Entry) => void] {
  const { data: me } = useQuery(meOptions());
  const personId = me?.id;
  const [recent] = useState(() => (personId === undefined ? [] : read(personId)));
  const remember = (entry: Entry): void => {
    if (personId === undefined) return;
    try {
      localStorage.setItem(recentKey(personId), JSON.stringify(withRecent(read(personId), entry)));
    } catch {
      // storage denied or full: nothing is remembered
    }
  };
  return [recent, remember];
}
