// What can be done with the chosen rows, floating above the list: the count, what they share, the acts.
'use client';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from './icon';
import { IconButton } from './icon-button';

export type BulkBarProps = {
  /** "3 selected" */
  count: string;
  shared?: ReactNode;
  /** "Select all 11 that match" */
  all?: ReactNode;
  actions: ReactNode;
  onClear: () => void;
};

export function BulkBar({ count, shared, all, actions, onClear }: BulkBarProps) {
  return (
    <section
      aria-label="Bulk actions"
      className="absolute bottom-[18px] left-1/2 z-10 flex h-12 w-max -translate-x-1/2 items-center gap-[11px] rounded-xl bg-overlay pr-2.5 pl-4 whitespace-nowrap shadow-[var(--shadow-overlay),inset_0_0_0_1px_var(--line-strong)] max-md:inset-x-2 max-md:bottom-2 max-md:left-2 max-md:h-auto max-md:min-h-12 max-md:w-auto max-md:translate-x-0 max-md:flex-wrap max-md:gap-x-[7px] max-md:gap-y-0 max-md:py-1 max-md:pr-1.5 max-md:pl-3"
    >
      <b className="font-semi">{count}</b>
      {shared !== undefined && <span className="text-xs text-muted max-md:hidden">{shared}</span>}
      {all !== undefined && (
        <span className="text-xs max-md:order-last max-md:basis-full max-md:[&>button]:py-2">{all}</span>
      )}
      <span className="w-7 max-md:w-auto max-md:flex-1" />
      {actions}
      <IconButton label="Clear selection" onClick={onClear}>
        <Icon of={X} />
      </IconButton>
    </section>
  );
}
