// One line of text with its label, hint and error. 28 px in dense forms, 36 px where it is the page's purpose.
'use client';
import type { ComponentProps, ReactNode } from 'react';
import { cx } from './class-names';
import { Field, type FieldProps } from './field';

/** Shared by every one-line input: 16 px on touch, so that the page doesn't zoom. */
export const INPUT_CLASS = 'input block w-full px-[9px] text-ink max-md:text-lg';

export const INPUT_HEIGHT = { md: 'h-7 max-md:h-10', lg: 'h-9 px-[11px] max-md:h-11' } as const;

export type FieldParts = Pick<
  FieldProps,
  'label' | 'hint' | 'error' | 'required' | 'aside' | 'layout' | 'className'
> & { mono?: boolean; monoLabel?: boolean; changed?: boolean; tainted?: boolean };

export type TextFieldProps = FieldParts &
  Omit<ComponentProps<'input'>, 'className' | 'size' | 'required' | 'children' | 'prefix'> & {
    size?: 'md' | 'lg';
    prefix?: ReactNode;
  };

export function TextField({
  label,
  hint,
  error,
  required = false,
  aside,
  layout = 'stacked',
  mono = false,
  monoLabel = false,
  changed = false,
  tainted = false,
  size = 'md',
  prefix,
  id,
  className,
  type = 'text',
  ...rest
}: TextFieldProps) {
  return (
    <Field
      label={label}
      hint={hint}
      error={error}
      required={required}
      aside={aside}
      layout={layout}
      mono={monoLabel}
      id={id}
      className={className}
    >
      {(wiring) => (
        <span className="relative block">
          {prefix !== undefined && (
            <span className="pointer-events-none absolute inset-y-0 left-[9px] grid place-items-center text-muted">
              {prefix}
            </span>
          )}
          <input
            {...rest}
            {...wiring}
            type={type}
            data-changed={changed || undefined}
            data-tainted={tainted || undefined}
            className={cx(
              INPUT_CLASS,
              INPUT_HEIGHT[size],
              mono && 'font-mono text-[12.5px]',
              prefix !== undefined && 'pl-8',
            )}
          />
        </span>
      )}
    </Field>
  );
}
