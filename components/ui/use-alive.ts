// Whether the page's scripts have come to life. Before that a text area takes no text: React would put its first value back and lose what was typed.
'use client';
import { useSyncExternalStore } from 'react';

const never = () => () => undefined;

export function useAlive(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
