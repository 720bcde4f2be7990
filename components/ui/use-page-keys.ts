// Letters of a page: one key, one act. Silent while someone types, while an overlay is open, and for key repeats.
'use client';
import { useEffect, useRef } from 'react';
import { takesTyping } from './hold-logic';

/** By `event.key` in lower case: "j", "/", "escape". Undefined leaves the key to the browser. */
export type PageKeys = Readonly<Record<string, (() => void) | undefined>>;

export function overlayIsOpen(): boolean {
  return (
    document.querySelector('[role="dialog"],[role="alertdialog"],[role="menu"],[role="listbox"]') !== null
  );
}

/** `repeats`: keys that may be held down (moving through a list). */
export function usePageKeys(keys: PageKeys, repeats: readonly string[] = []): void {
  const latest = useRef({ keys, repeats });
  useEffect(() => {
    latest.current = { keys, repeats };
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
      const key = event.key.toLowerCase();
      const act = latest.current.keys[key];
      if (act === undefined || (event.repeat && !latest.current.repeats.includes(key))) return;
      const target = event.target instanceof HTMLElement ? event.target : undefined;
      if (target !== undefined && takesTyping(target.tagName, target.isContentEditable)) return;
      if (overlayIsOpen()) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
