// Tabs of a pane: an accent line under the chosen one. Controlled, so that the choice can live in the URL.
'use client';
import { Tabs as RadixTabs } from 'radix-ui';
import type { ReactNode } from 'react';
import { cx } from './class-names';

export type TabItem = { value: string; label: ReactNode; count?: number; content: ReactNode };

export type TabsProps = {
  items: readonly TabItem[];
  value: string;
  onValueChange: (value: string) => void;
  /** Says what the tabs are of. */
  label: string;
  className?: string;
};

export function Tabs({ items, value, onValueChange, label, className }: TabsProps) {
  return (
    <RadixTabs.Root value={value} onValueChange={onValueChange} {...(className ? { className } : {})}>
      <RadixTabs.List
        aria-label={label}
        className="flex h-[34px] gap-[18px] overflow-x-auto border-b border-line px-4 text-xs font-medium text-muted max-md:h-11 max-md:px-3"
      >
        {items.map((item) => (
          <RadixTabs.Trigger
            key={item.value}
            value={item.value}
            className={cx(
              'group flex flex-none items-center hover:text-ink focus-visible:outline-none',
              'data-[state=active]:text-ink data-[state=active]:shadow-[inset_0_-2px_0_var(--accent)]',
            )}
          >
            <span className="flex items-center gap-[5px] rounded-sm outline-offset-3 outline-focus group-focus-visible:outline-2">
              {item.label}
              {item.count !== undefined && <span className="font-normal text-faint">{item.count}</span>}
            </span>
          </RadixTabs.Trigger>
        ))}
      </RadixTabs.List>
      {items.map((item) => (
        <RadixTabs.Content
          key={item.value}
          value={item.value}
          className="focus-visible:outline-offset-[-2px]"
        >
          {item.content}
        </RadixTabs.Content>
      ))}
    </RadixTabs.Root>
  );
}
