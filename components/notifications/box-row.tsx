// Several of a few, as boxes in a frame with what they are about, and what is wrong with the choice.
'use client';
import { type ReactNode, useId } from 'react';
import { Checkbox } from '../ui/checkbox';

export type BoxRowProps<V extends string> = {
  label: string;
  options: readonly { readonly value: V; readonly label: ReactNode }[];
  chosen: readonly V[];
  onChange: (chosen: V[]) => void;
  hint?: ReactNode;
  error?: string | undefined;
};

export function BoxRow<V extends string>({ label, options, chosen, onChange, hint, error }: BoxRowProps<V>) {
  const errorId = useId();
  return (
    <fieldset aria-describedby={error === undefined ? undefined : errorId}>
      <legend className="mb-1.5 text-xs font-medium">{label}</legend>
      <div className="flex flex-wrap gap-x-5 gap-y-1.5 max-md:gap-y-3">
        {options.map(({ value, label: text }) => (
          <Checkbox
            key={value}
            checked={chosen.includes(value)}
            onCheckedChange={(on) =>
              onChange(
                options.map((one) => one.value).filter((one) => (one === value ? on : chosen.includes(one))),
              )
            }
          >
            {text}
          </Checkbox>
        ))}
      </div>
      {error !== undefined && (
        <p id={errorId} data-state-of="failed" className="pt-1 text-xs text-state">
          {error}
        </p>
      )}
      {hint !== undefined && <p className="pt-[3px] text-xs text-muted">{hint}</p>}
    </fieldset>
  );
}
