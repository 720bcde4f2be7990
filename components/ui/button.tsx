// A button. Says by look what weight its action has; a key hint stands inside it.
'use client';
import type { ComponentProps, ReactNode } from 'react';
import { type ButtonSize, type ButtonVariant, buttonClass } from './button-class';
import { Kbd } from './kbd';

export type ButtonProps = Omit<ComponentProps<'button'>, 'color'> & {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: ReactNode;
  /** The key that triggers it, as printed: "R", "Esc". Hidden at 390 px, where there are no keys. */
  keyHint?: string | undefined;
  /** In flight: keeps its width, takes no second press, is announced as busy. */
  pending?: boolean;
};

export function Button({
  variant = 'default',
  size = 'md',
  icon,
  keyHint,
  pending = false,
  disabled = false,
  type = 'button',
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      disabled={disabled}
      aria-busy={pending || undefined}
      aria-disabled={pending || undefined}
      data-state-of={variant === 'danger' ? 'failed' : undefined}
      className={buttonClass(variant, size, disabled, className)}
      onClick={(event) => {
        if (pending) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {icon}
      <span className={pending ? 'opacity-60' : undefined}>{children}</span>
      {keyHint !== undefined && (
        <Kbd onAccent={variant === 'primary' && !disabled} className="max-md:hidden">
          {keyHint}
        </Kbd>
      )}
    </button>
  );
}
