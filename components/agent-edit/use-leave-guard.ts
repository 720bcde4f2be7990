// Asks before a change that is not saved is left behind: the browser before it closes or reloads, this page before a link inside is followed.
// What goes another way (Back, a key) finds its draft again in this tab.
'use client';
import { useEffect, useState } from 'react';

/** The address that someone wants to go to, until they decide. */
export function useLeaveGuard(dirty: boolean): { leaving: string | undefined; stay: () => void } {
  const [leaving, setLeaving] = useState<string | undefined>(undefined);
  useEffect(() => {
    if (!dirty) return;
    const onUnload = (event: BeforeUnloadEvent): void => event.preventDefault();
    const onClick = (event: MouseEvent): void => {
      if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey)
        return;
      const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
      if (!(link instanceof HTMLAnchorElement) || link.target === '_blank') return;
      const { origin, pathname, search } = new URL(link.href);
      if (origin !== window.location.origin || pathname === window.location.pathname) return;
      event.preventDefault();
      event.stopPropagation();
      setLeaving(`${pathname}${search}`);
    };
    window.addEventListener('beforeunload', onUnload);
    document.addEventListener('click', onClick, true);
    return () => {
      window.removeEventListener('beforeunload', onUnload);
      document.removeEventListener('click', onClick, true);
    };
  }, [dirty]);
  return { leaving, stay: () => setLeaving(undefined) };
}
