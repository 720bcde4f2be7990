// How long a card has been in sight and in focus: a hidden page and another window do not count. Tells once that it was opened.
'use client';
import { useCallback, useEffect, useRef } from 'react';
import { MOST_ON_CARD_MS } from '@/lib/domain/approval-event';
import { tellViewed } from '@/lib/query/approval-acts';

const isWatched = () => document.visibilityState === 'visible' && document.hasFocus();

/** Of cards that were left and may be come back to, newest last. */
const seenMs = new Map<string, number>();
const MOST_REMEMBERED = 200;

function remember(key: string, ms: number): void {
  seenMs.delete(key);
  seenMs.set(key, ms);
  const [oldest] = seenMs.keys();
  if (seenMs.size > MOST_REMEMBERED && oldest !== undefined) seenMs.delete(oldest);
}

/** `key`: what is shown; a card that is come back to goes on from where it was. `tells`: whether the reader may decide, and it waits. @returns milliseconds so far, for handlers. */
export function useOnCard(id: string, key: string, tells: boolean): () => number {
  const kept = useRef({ ms: seenMs.get(key) ?? 0, since: undefined as number | undefined });
  useEffect(() => {
    const time = kept.current;
    const look = (): void => {
      const now = performance.now();
      if (time.since !== undefined) time.ms += now - time.since;
      time.since = isWatched() ? now : undefined;
    };
    look();
    document.addEventListener('visibilitychange', look);
    window.addEventListener('focus', look);
    window.addEventListener('blur', look);
    return () => {
      look();
      time.since = undefined;
      remember(key, time.ms);
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('focus', look);
      window.removeEventListener('blur', look);
    };
  }, [key]);
  useEffect(() => {
    if (tells) tellViewed(id);
  }, [id, tells]);
  return useCallback(() => {
    const { ms, since } = kept.current;
    const total = ms + (since === undefined ? 0 : performance.now() - since);
    return Math.min(MOST_ON_CARD_MS, Math.round(total));
  }, []);
}
