// Which theme is on: the system's, or the reader's override, remembered in this browser. One key, one attribute.

export type ThemeChoice = 'system' | 'light' | 'dark';

export const THEME_KEY = 'bulkhead-theme';

/** Runs before the first paint, as an inline script with the request's nonce. */
export const THEME_SCRIPT = `try{var t=localStorage.getItem(${JSON.stringify(THEME_KEY)});if(t==='light'||t==='dark')document.documentElement.dataset.theme=t}catch(e){}`;

export function parseTheme(text: string | null | undefined): ThemeChoice {
  return text === 'light' || text === 'dark' ? text : 'system';
}
