// Whether the page is as narrow as a phone: below the `md` breakpoint of the sheet. For what CSS alone can't arrange.
'use client';
import { useSyncExternalStore } from 'react';

const COMPACT = '(max-width: 760px)';

function subscribe(listener: () => void): () => void {
  const media = window.matchMedia(COMPACT);
  media.addEventListener('change', listener);
  return () => media.removeEventListener('change', listener);
}

/** For effects and handlers, where a first render that does not know yet must not decide. */
export function isCompact(): boolean {
  return window.matchMedia(COMPACT).matches;
}

/** False while the server renders and in the first effects after it; the next render knows. */
export function useCompact(): boolean {
  return useSyncExternalStore(subscribe, isCompact, () => false);
}
