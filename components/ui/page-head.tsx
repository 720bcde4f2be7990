// The 52 px head of a page: title, one line about what is shown, its actions at the right.
import type { ReactNode } from 'react';

export type PageHeadProps = { title: ReactNode; sub?: ReactNode; actions?: ReactNode; children?: ReactNode };

/** Children stand between title and actions (saved views). */
export function PageHead({ title, sub, actions, children }: PageHeadProps) {
  return (
    <header className="flex min-h-[52px] flex-none items-center gap-2.5 border-b border-line px-4 max-md:px-3">
      <h1 className="text-lg font-semibold tracking-[-.014em] whitespace-nowrap">{title}</h1>
      {sub !== undefined && <span className="min-w-0 truncate text-xs text-muted">{sub}</span>}
      {children}
      <span className="flex-1" />
      {actions}
    </header>
  );
}
