// The looks of a button, shared by Button, ButtonLink and HoldButton. One primary a view; danger ends something.
import { cx } from './class-names';

export type ButtonVariant = 'default' | 'primary' | 'danger' | 'ghost';
export type ButtonSize = 'xs' | 'sm' | 'md' | 'lg';

/** At 390 px the target is 44 px whatever the box: the ::before reaches beyond it. */
const SIZES: Record<ButtonSize, string> = {
  xs: 'h-6 px-[9px] text-xs max-md:h-8 max-md:before:-inset-y-1.5',
  sm: 'h-[26px] px-2.5 text-xs max-md:h-9 max-md:before:-inset-y-1',
  md: 'h-7 px-2.5 max-md:h-10 max-md:before:-inset-y-0.5',
  lg: 'h-9 px-3.5 max-md:h-11 max-md:text-md',
};

const VARIANTS: Record<ButtonVariant, string> = {
  default: 'bg-raised text-ink edge-strong hover:bg-hover [&_svg]:text-muted',
  primary: 'bg-accent text-on-accent hover:bg-accent-hover',
  danger: 'bg-raised text-state edge-strong hover:bg-hover',
  ghost: 'bg-transparent text-ink hover:bg-hover [&_svg]:text-muted',
};

const OFF = 'cursor-not-allowed bg-sunken text-faint edge [&_svg]:text-faint';

export function buttonClass(
  variant: ButtonVariant,
  size: ButtonSize,
  off: boolean,
  className?: string,
): string {
  return cx(
    'relative inline-flex flex-none before:absolute before:inset-0 before:content-[""] items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap transition-[background-color,box-shadow,opacity] select-none [&_svg]:-ml-0.5',
    SIZES[size],
    off ? OFF : VARIANTS[variant],
    className,
  );
}
