// Letters of a page: one key, one act. Silent while someone types, while an overlay is open, and for key repeats.
'use client';
import { useEffect, useRef } from 'react';
import { takesTyping } from './hold-logic';
import { beginsChord, findKey, type KeyLayer, type Keys, mountKeys } from './key-registry';

/** How long the second of two strokes may take. */
const CHORD_MS = 1_500;

let users = 0;
/** The first of two strokes, until the second comes or its time is over. */
let begun: { stroke: string; timer: ReturnType<typeof setTimeout> } | undefined;

export function overlayIsOpen(): boolean {
  return (
    document.querySelector('[role="dialog"],[role="alertdialog"],[role="menu"],[role="listbox"]') !== null
  );
}

function isForPage(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return false;
  const target = event.target instanceof HTMLElement ? event.target : undefined;
  if (target !== undefined && takesTyping(target.tagName, target.isContentEditable)) return false;
  return !overlayIsOpen();
}

function forgetChord(): string | undefined {
  clearTimeout(begun?.timer);
  const stroke = begun?.stroke;
  begun = undefined;
  return stroke;
}

/** Before everything else: the second stroke is nobody's but the chord's, or `g r` would reject a call on its way to the runs. */
function onSecondStroke(event: KeyboardEvent): void {
  if (begun === undefined || event.key === 'Shift') return;
  const first = forgetChord();
  if (!isForPage(event)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const act = event.repeat ? undefined : findKey(`${first} ${event.key.toLowerCase()}`)?.act;
  if (typeof act === 'function') act();
}

function onKeyDown(event: KeyboardEvent): void {
  if (!isForPage(event)) return;
  const stroke = event.key.toLowerCase();
  const key = findKey(stroke);
  if (typeof key?.act === 'function') {
    if (event.repeat && key.repeats !== true) return;
    event.preventDefault();
    key.act();
  } else if (key === undefined && !event.repeat && beginsChord(stroke)) {
    begun = { stroke, timer: setTimeout(forgetChord, CHORD_MS) };
  }
}

function listen(): () => void {
  users += 1;
  if (users === 1) {
    window.addEventListener('keydown', onSecondStroke, true);
    window.addEventListener('keydown', onKeyDown);
  }
  return () => {
    users -= 1;
    if (users > 0) return;
    forgetChord();
    window.removeEventListener('keydown', onSecondStroke, true);
    window.removeEventListener('keydown', onKeyDown);
  };
}

/** Keys that work while the caller is mounted, and stand in the `?` sheet with what they do. */
export function usePageKeys(keys: Keys, layer: KeyLayer = 'page'): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const stop = listen();
    const unmount = mountKeys(layer, () => latest.current);
    return () => {
      unmount();
      stop();
    };
  }, [layer]);
}
