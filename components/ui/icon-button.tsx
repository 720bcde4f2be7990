// A button that is only a sign: its label is said by screen readers and shown on hover and focus.
'use client';
import type { ComponentProps } from 'react';
import { cx } from './class-names';
import { Tooltip } from './tooltip';

export type IconButtonProps = Omit<ComponentProps<'button'>, 'aria-label'> & {
  label: string;
  size?: 'md' | 'xs';
  /** Where the sign opens something that says its name itself (a menu), the tooltip is noise. */
  tooltip?: boolean;
};

export function IconButton({
  label,
  size = 'md',
  tooltip = true,
  type = 'button',
  className,
  children,
  ...rest
}: IconButtonProps) {
  const button = (
    <button
      {...rest}
      type={type}
      aria-label={label}
      className={cx(
        'relative inline-grid flex-none place-items-center rounded-md before:absolute before:content-[""] bg-transparent text-muted transition-colors hover:bg-hover hover:text-ink disabled:cursor-not-allowed disabled:bg-transparent disabled:text-line-control',
        size === 'xs'
          ? 'size-[18px] rounded-sm before:-inset-[5px] max-md:before:-inset-[13px] [&_svg]:size-3'
          : 'size-7 before:inset-0 max-md:size-9 max-md:before:-inset-1',
        className,
      )}
    >
      {children}
    </button>
  );
  return tooltip ? <Tooltip content={label}>{button}</Tooltip> : button;
}
