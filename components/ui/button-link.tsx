// A link that looks like a button: for going somewhere, never for doing something.
import Link from 'next/link';
import type { ComponentProps, ReactNode } from 'react';
import { type ButtonSize, type ButtonVariant, buttonClass } from './button-class';
import { Kbd } from './kbd';

export type ButtonLinkProps = ComponentProps<typeof Link> & {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: ReactNode;
  keyHint?: string | undefined;
};

export function ButtonLink({
  variant = 'default',
  size = 'md',
  icon,
  keyHint,
  className,
  children,
  ...rest
}: ButtonLinkProps) {
  return (
    <Link
      {...rest}
      data-state-of={variant === 'danger' ? 'failed' : undefined}
      className={buttonClass(variant, size, false, className)}
    >
      {icon}
      <span>{children}</span>
      {keyHint !== undefined && (
        <Kbd onAccent={variant === 'primary'} className="max-md:hidden">
          {keyHint}
        </Kbd>
      )}
    </Link>
  );
}
