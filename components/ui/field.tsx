// Label, hint and error around one input, wired so that a screen reader hears all three. Knows no kind of input.
'use client';
import { type ReactNode, useId } from 'react';
import { cx } from './class-names';

/** What the input inside must take over. */
export type FieldWiring = {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
  'aria-required': true | undefined;
};

export type FieldProps = {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  required?: boolean;
  /** At the right end of the label line: "Forgot it", where a value came from. */
  aside?: ReactNode;
  /** For labels a machine reads: field names of a schema. */
  mono?: boolean;
  /** Label and input side by side at 112 px, as in the edit form of a call. */
  layout?: 'stacked' | 'row';
  id?: string | undefined;
  className?: string | undefined;
  children: (wiring: FieldWiring) => ReactNode;
};

export function Field({
  label,
  hint,
  error,
  required = false,
  aside,
  mono = false,
  layout = 'stacked',
  id,
  className,
  children,
}: FieldProps) {
  const ownId = useId();
  const inputId = id ?? ownId;
  const described = [
    error === undefined ? '' : `${inputId}-error`,
    hint === undefined ? '' : `${inputId}-hint`,
  ].filter((part) => part !== '');
  const input = children({
    id: inputId,
    'aria-describedby': described.length > 0 ? described.join(' ') : undefined,
    'aria-invalid': error === undefined ? undefined : true,
    'aria-required': required || undefined,
  });
  const below = (
    <>
      {error !== undefined && (
        <p id={`${inputId}-error`} data-state-of="failed" className="pt-1 text-xs text-state">
          {error}
        </p>
      )}
      {hint !== undefined && (
        <p id={`${inputId}-hint`} className="pt-[3px] text-xs text-muted">
          {hint}
        </p>
      )}
    </>
  );
  const name = (
    <label htmlFor={inputId} className={mono ? 'mono' : undefined}>
      {label}
      {required && (
        <span className="text-faint" aria-hidden="true">
          {' *'}
        </span>
      )}
    </label>
  );
  if (layout === 'row') {
    return (
      <div
        className={cx(
          'grid grid-cols-[112px_minmax(0,1fr)_128px] items-start gap-2.5 py-[5px] max-md:grid-cols-1 max-md:gap-0.5',
          className,
        )}
      >
        <span className="pt-1.5 text-muted [overflow-wrap:anywhere] max-md:pt-0">{name}</span>
        <div className="min-w-0">
          {input}
          {below}
        </div>
        <span className="pt-1.5 text-xs text-faint max-md:pt-0">{aside}</span>
      </div>
    );
  }
  return (
    <div className={className}>
      <div className="mb-[5px] flex items-baseline justify-between gap-3 text-xs font-medium">
        {name}
        {aside !== undefined && <span className="font-normal">{aside}</span>}
      </div>
      {input}
      {below}
    </div>
  );
}
