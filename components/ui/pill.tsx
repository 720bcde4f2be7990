// A state with its word on a tint: for headers and exceptions. Irreversible is `look="strong"`: ink, not red.
import type { ReactNode } from 'react';
import { cx } from './class-names';
import type { StateName } from './state-name';

export type PillProps = {
  state?: StateName;
  look?: 'tint' | 'strong';
  icon?: ReactNode;
  children: ReactNode;
  className?: string;
};

export function Pill({ state = 'neutral', look = 'tint', icon, children, className }: PillProps) {
  return (
    <span
      data-state-of={state}
      data-look={look}
      className={cx(
        'pill inline-flex h-5 items-center gap-[5px] rounded-sm px-[7px] align-middle text-xs leading-none font-medium whitespace-nowrap [&_svg]:size-[13px]',
        className,
      )}
    >
      {icon}
      {children}
    </span>
  );
}
