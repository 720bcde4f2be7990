// Wires a hold to a button and to a key of the page. The rules are in hold-logic; this knows DOM events only.
'use client';
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { createHold } from './hold-controller';
import { takesTyping } from './hold-logic';
import { overlayIsOpen, usePageKeys } from './use-page-keys';

export type UseHoldOptions = {
  /** Identity of what would be confirmed. */
  armKey: string;
  /** A letter that holds the button from anywhere on the page: "a". */
  holdKey?: string | undefined;
  /** What the key does, for the `?` sheet. */
  keyLabel: string;
  enabled: boolean;
  onConfirm: () => void;
};

export function useHold({ armKey, holdKey, keyLabel, enabled, onConfirm }: UseHoldOptions) {
  const latest = useRef({ enabled, onConfirm });
  const [holding, setHolding] = useState(false);
  const [hold] = useState(() =>
    createHold(armKey, {
      nowMs: () => performance.now(),
      later: (act, afterMs) => {
        const timer = setTimeout(act, afterMs);
        return () => clearTimeout(timer);
      },
      onHolding: setHolding,
      onConfirm: () => {
        if (latest.current.enabled) latest.current.onConfirm();
      },
    }),
  );

  useEffect(() => {
    latest.current = { enabled, onConfirm };
    if (!enabled) hold.abandon();
  }, [enabled, onConfirm, hold]);

  useEffect(() => hold.arm(armKey), [armKey, hold]);

  useEffect(() => {
    window.addEventListener('blur', hold.abandon);
    return () => {
      window.removeEventListener('blur', hold.abandon);
      hold.abandon();
    };
  }, [hold]);

  usePageKeys(
    holdKey === undefined ? {} : { [holdKey]: { label: keyLabel, act: enabled ? 'hold' : undefined } },
  );

  useEffect(() => {
    if (holdKey === undefined) return;
    const down = (event: globalThis.KeyboardEvent): void => {
      if (event.key.toLowerCase() !== holdKey.toLowerCase() || event.defaultPrevented) return;
      if (event.metaKey || event.ctrlKey || event.altKey || !latest.current.enabled || overlayIsOpen())
        return;
      const target = event.target instanceof HTMLElement ? event.target : undefined;
      if (target !== undefined && takesTyping(target.tagName, target.isContentEditable)) return;
      hold.press('key', event.repeat);
    };
    const up = (event: globalThis.KeyboardEvent): void => {
      if (event.key.toLowerCase() === holdKey.toLowerCase()) hold.release('key');
    };
    window.addEventListener('keydown', down);
    window.addEventListener('keyup', up);
    return () => {
      window.removeEventListener('keydown', down);
      window.removeEventListener('keyup', up);
    };
  }, [holdKey, hold]);

  /** Pointer, Enter and Space on the button itself hold it as the page's key does. */
  const handlers = useMemo(() => {
    const isPressKey = (event: KeyboardEvent): boolean => event.key === 'Enter' || event.key === ' ';
    const letGo = (): void => hold.release('pointer');
    return {
      onPointerDown: (event: PointerEvent<HTMLButtonElement>): void => {
        if (event.button === 0 && latest.current.enabled) hold.press('pointer', false);
      },
      onPointerUp: letGo,
      onPointerLeave: letGo,
      onPointerCancel: letGo,
      onKeyDown: (event: KeyboardEvent<HTMLButtonElement>): void => {
        if (!isPressKey(event)) return;
        event.preventDefault(); // no click from it: a press is not a hold
        if (latest.current.enabled) hold.press('key', event.repeat);
      },
      onKeyUp: (event: KeyboardEvent<HTMLButtonElement>): void => {
        if (isPressKey(event)) hold.release('key');
      },
      onBlur: hold.abandon,
      onContextMenu: (event: { preventDefault: () => void }): void => event.preventDefault(), // a long touch is a hold
    };
  }, [hold]);

  return { holding, handlers };
}
