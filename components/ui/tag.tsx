// A plain mark for what is no state: a version, a kind, a class.
import type { ReactNode } from 'react';
import { cx } from './class-names';

export type TagProps = { icon?: ReactNode; children: ReactNode; className?: string };

export function Tag({ icon, children, className }: TagProps) {
  return (
    <span
      className={cx(
        'inline-flex h-5 items-center gap-1 rounded-sm bg-sunken px-1.5 align-middle text-xs leading-none whitespace-nowrap text-ink-2 edge [&_svg]:size-3',
        className,
      )}
    >
      {icon}
      {children}
    </span>
  );
}
