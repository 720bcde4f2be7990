// Whether the guide is shown to this person: as the server knew it at first, then as they put it away or bring it back. Undefined
// outside the demo: there is nothing to be guided through.
'use client';
import { createContext, type ReactNode, use, useMemo, useState } from 'react';
import { awayCookie, GUIDE_COOKIE } from './guide-memory';

export type GuideSwitch = {
  readonly shown: boolean;
  /** Who decides in the demo, by e-mail. */
  readonly approverEmail: string;
  readonly personId: string;
  show(): void;
  putAway(): void;
};

const GuideContext = createContext<GuideSwitch | undefined>(undefined);

export type GuideProviderProps = {
  guide: { personId: string; away: boolean; approverEmail: string } | undefined;
  children: ReactNode;
};

function ownCookie(): string | undefined {
  return document.cookie
    .split('; ')
    .find((pair) => pair.startsWith(`${GUIDE_COOKIE}=`))
    ?.slice(GUIDE_COOKIE.length + 1);
}

export function GuideProvider({ guide, children }: GuideProviderProps) {
  const [shown, setShown] = useState(guide?.away === false);
  const value = useMemo((): GuideSwitch | undefined => {
    if (guide === undefined) return undefined;
    const set = (next: boolean): void => {
      // biome-ignore lint/suspicious/noDocumentCookie: the server has to know it before it draws the page, and cookieStore is not everywhere
      document.cookie = awayCookie(ownCookie(), guide.personId, !next);
      setShown(next);
    };
    const { personId, approverEmail } = guide;
    return { shown, personId, approverEmail, show: () => set(true), putAway: () => set(false) };
  }, [guide, shown]);
  return <GuideContext value={value}>{children}</GuideContext>;
}

export function useGuideSwitch(): GuideSwitch | undefined {
  return use(GuideContext);
}
