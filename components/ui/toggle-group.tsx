// One of a few, side by side: a view, a period. Always exactly one is on.
'use client';
import { ToggleGroup as RadixToggleGroup } from 'radix-ui';
import type { ReactNode } from 'react';
import { cx } from './class-names';

export type ToggleOption<V extends string> = { value: V; label: ReactNode; disabled?: boolean };

export type ToggleGroupProps<V extends string> = {
  options: readonly ToggleOption<V>[];
  value: V;
  onValueChange: (value: V) => void;
  label: string;
  className?: string;
};

export function ToggleGroup<V extends string>({
  options,
  value,
  onValueChange,
  label,
  className,
}: ToggleGroupProps<V>) {
  return (
    <RadixToggleGroup.Root
      type="single"
      value={value}
      aria-label={label}
      onValueChange={(next) => {
        const chosen = options.find((option) => option.value === next);
        if (chosen !== undefined) onValueChange(chosen.value);
      }}
      className={cx('inline-flex flex-none rounded-md bg-sunken p-0.5 edge', className)}
    >
      {options.map((option) => (
        <RadixToggleGroup.Item
          key={option.value}
          value={option.value}
          disabled={option.disabled ?? false}
          className={cx(
            'inline-flex h-6 items-center gap-[5px] rounded-sm px-[9px] text-xs font-medium whitespace-nowrap text-muted transition-colors hover:text-ink max-md:h-8',
            'data-[state=on]:bg-raised data-[state=on]:text-ink data-[state=on]:shadow-[0_0_0_1px_var(--line-strong)]',
          )}
        >
          {option.label}
        </RadixToggleGroup.Item>
      ))}
    </RadixToggleGroup.Root>
  );
}
