// Several lines of text with label, hint and error; grows with what is written.
'use client';
import type { ComponentProps } from 'react';
import { cx } from './class-names';
import { Field } from './field';
import type { FieldParts } from './text-field';

export type TextAreaProps = FieldParts &
  Omit<ComponentProps<'textarea'>, 'className' | 'required' | 'children'>;

export function TextArea({
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
  id,
  className,
  rows = 2,
  ...rest
}: TextAreaProps) {
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
        <textarea
          {...rest}
          {...wiring}
          rows={rows}
          data-changed={changed || undefined}
          data-tainted={tainted || undefined}
          className={cx(
            'input block max-h-80 w-full resize-y px-2.5 py-[5px] leading-5 text-ink [field-sizing:content] max-md:text-lg',
            mono && 'font-mono text-[12.5px]',
          )}
          style={{ minHeight: `${rows * 20 + 10}px` }}
        />
      )}
    </Field>
  );
}
