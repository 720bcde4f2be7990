// A person by initials. The name is said and shown on hover; no picture is loaded from anywhere.
import { initials } from '@/lib/format/count';
import { cx } from './class-names';

export type AvatarProps = {
  name: string;
  size?: 'md' | 'sm';
  /** The name stands next to it already. */
  decorative?: boolean;
  className?: string;
};

export function Avatar({ name, size = 'md', decorative = false, className }: AvatarProps) {
  const said = decorative ? { 'aria-hidden': true } : { role: 'img', 'aria-label': name, title: name };
  return (
    <span
      {...said}
      className={cx(
        'inline-grid flex-none place-items-center bg-sunken font-semibold tracking-[.02em] text-ink-2 edge-strong',
        size === 'sm'
          ? 'size-[18px] rounded-md text-[8.5px]'
          : 'size-6 rounded-lg text-[10px] max-md:size-8 max-md:rounded-xl max-md:text-2xs',
        className,
      )}
    >
      {initials(name)}
    </span>
  );
}
