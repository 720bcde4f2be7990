// Gives the focus back to what opened a dialog. Radix does so only where the opener is its own trigger, and ours are opened from state.
'use client';
import { useRef } from 'react';

export type ReturnFocus = {
  /** To be called as the dialog opens, before the focus moves into it. */
  remember: () => void;
  onCloseAutoFocus: (event: Event) => void;
};

export function useReturnFocus(): ReturnFocus {
  const opener = useRef<HTMLElement | null>(null);
  return {
    remember: () => {
      opener.current = openerOf(document.activeElement);
    },
    onCloseAutoFocus: (event) => {
      const to = opener.current;
      if (to === null || !to.isConnected) return;
      event.preventDefault();
      to.focus();
    },
  };
}

/** The item of a menu goes with its menu; what opened the menu stays. */
export function openerOf(active: Element | null): HTMLElement | null {
  const menu = active?.closest('[role="menu"]');
  const trigger = menu?.getAttribute('aria-labelledby');
  const found = trigger == null ? active : document.getElementById(trigger);
  return found instanceof HTMLElement && found !== document.body ? found : null;
}
