// Whether the page is as narrow as a phone: below the `md` breakpoint of the sheet. For what CSS alone can't arrange.
'use client';
import { useSyncExternalStore } from 'react';

const COMPACT = '(max-width: 760px)';

function subscribe(listener: () => void): () => void {
  const media = window.matchMedia(COMPACT);
  media.addEventListener('change', listener);
  return () => media.removeEventListener('change', listener);
}

/** False while the server renders: the wide page is corrected before the first paint's effects. */
export function useCompact(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(COMPACT).matches,
    () => false,
  );
}
