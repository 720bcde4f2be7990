// A pause after what is under the keys has changed: a key meant for the card before decides nothing about the one that came.
'use client';
import { useEffect, useRef } from 'react';
import { GUARD_MS } from '../ui/hold-logic';

/** `key`: identity of what the keys would act on. The answer is true for GUARD_MS after it changed. */
export function useGuard(key: string): () => boolean {
  const since = useRef(Number.POSITIVE_INFINITY);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is what begins the pause
  useEffect(() => {
    since.current = performance.now();
  }, [key]);
  return () => performance.now() - since.current < GUARD_MS;
}
