// A key as it is printed. Says nothing about what the key does: it stands inside what it triggers.
import type { ReactNode } from 'react';
import { cx } from './class-names';

export type KbdProps = { children: ReactNode; onAccent?: boolean; className?: string };

export function Kbd({ children, onAccent = false, className }: KbdProps) {
  return (
    <kbd
      className={cx(
        'inline-grid h-[18px] min-w-[18px] place-items-center rounded-xs px-1 font-sans text-2xs leading-none font-medium',
        onAccent
          ? 'text-on-accent shadow-[inset_0_0_0_1px_color-mix(in_oklab,var(--on-accent)_40%,transparent)]'
          : 'bg-surface text-muted edge-strong',
        className,
      )}
    >
      {children}
    </kbd>
  );
}
