// A lucide icon at the console's size and stroke. Knows no icon by name: the caller passes the component.
import type { LucideIcon } from 'lucide-react';
import { cx } from './class-names';

export type IconProps = { of: LucideIcon; label?: string | undefined; size?: number; className?: string };

/** Stroke 2.1 on lucide's 24-unit box is 1.4 px at size 16 and thins with smaller sizes as the own glyphs do. */
export function Icon({ of: Drawn, label, size = 16, className }: IconProps) {
  const said = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  return <Drawn {...said} size={size} strokeWidth={2.1} className={cx('flex-none', className)} />;
}
