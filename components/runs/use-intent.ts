// The key of an act: the same for the same act tried again, a new one for another. An answer that was lost must not start two runs.
'use client';
import { useRef } from 'react';
import { newIntent } from '@/lib/query/intent';

/** Called when a person acts; `act` is what they ask for. */
export function useIntent(): (act: unknown) => string {
  const last = useRef<{ text: string; key: string } | undefined>(undefined);
  return (act) => {
    const text = JSON.stringify(act);
    if (last.current?.text !== text) last.current = { text, key: newIntent() };
    return last.current.key;
  };
}
