// On, off, or some: a 14 px box with a target of its own size around it.
'use client';
import { Checkbox as RadixCheckbox } from 'radix-ui';
import type { ReactNode } from 'react';
import { useId } from 'react';
import { cx } from './class-names';

export type CheckboxProps = {
  checked: boolean | 'indeterminate';
  onCheckedChange: (checked: boolean) => void;
  /** Said where no visible label stands next to it (a row's box). */
  label?: string;
  /** The visible label. */
  children?: ReactNode;
  id?: string;
  disabled?: boolean;
  describedBy?: string | undefined;
  invalid?: boolean;
  onBlur?: () => void;
  className?: string;
};

export function Checkbox({
  checked,
  onCheckedChange,
  label,
  children,
  id,
  disabled = false,
  describedBy,
  invalid = false,
  onBlur,
  className,
}: CheckboxProps) {
  const ownId = useId();
  const boxId = id ?? ownId;
  const box = (
    <RadixCheckbox.Root
      id={boxId}
      checked={checked}
      disabled={disabled}
      aria-label={children === undefined ? label : undefined}
      aria-describedby={describedBy}
      aria-invalid={invalid || undefined}
      data-state-of={invalid ? 'failed' : undefined}
      onCheckedChange={(next) => onCheckedChange(next === true)}
      onBlur={onBlur}
      className={cx(
        'tick relative inline-grid size-3.5 flex-none place-items-center rounded-xs bg-raised align-middle',
        'shadow-[inset_0_0_0_1.3px_var(--line-control)] data-[state=checked]:bg-accent data-[state=checked]:shadow-none',
        'data-[state=indeterminate]:bg-accent data-[state=indeterminate]:shadow-none disabled:cursor-not-allowed disabled:opacity-50',
        'before:absolute before:-inset-[7px] before:content-[""] max-md:before:-inset-[15px]',
        invalid && 'shadow-[inset_0_0_0_1.3px_var(--c)]',
        className,
      )}
    />
  );
  if (children === undefined) return box;
  return (
    <span className="inline-flex items-center gap-2">
      {box}
      <label htmlFor={boxId}>{children}</label>
    </span>
  );
}
