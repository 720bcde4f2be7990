// Reads and sets the theme on the document, in step between every part that shows it.
'use client';
import { useSyncExternalStore } from 'react';
import { parseTheme, THEME_KEY, type ThemeChoice } from './theme';

const CHANGED = 'bulkhead-theme-changed';
const DARK = '(prefers-color-scheme: dark)';

function setTheme(choice: ThemeChoice): void {
  if (choice === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
  try {
    if (choice === 'system') localStorage.removeItem(THEME_KEY);
    else localStorage.setItem(THEME_KEY, choice);
  } catch {
    // storage denied: the choice holds until the page is left
  }
  window.dispatchEvent(new Event(CHANGED));
}

function subscribe(listener: () => void): () => void {
  const media = window.matchMedia(DARK);
  window.addEventListener(CHANGED, listener);
  media.addEventListener('change', listener);
  return () => {
    window.removeEventListener(CHANGED, listener);
    media.removeEventListener('change', listener);
  };
}

export type Theme = { choice: ThemeChoice; dark: boolean; setTheme: (choice: ThemeChoice) => void };

export function useTheme(): Theme {
  const choice = useSyncExternalStore(
    subscribe,
    () => parseTheme(document.documentElement.dataset.theme),
    () => 'system' as const,
  );
  const dark = useSyncExternalStore(
    subscribe,
    () => (choice === 'system' ? window.matchMedia(DARK).matches : choice === 'dark'),
    () => false,
  );
  return { choice, dark, setTheme };
}
