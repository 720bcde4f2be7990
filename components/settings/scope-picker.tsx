// What a key may do, as boxes: a row for each thing, and one box for everything.
'use client';
import { useId } from 'react';
import type { Scope } from '@/lib/domain/principal';
import { Checkbox } from '../ui/checkbox';
import { SCOPE_ROWS, toggled } from './scope-rows';

export type ScopePickerProps = {
  chosen: readonly Scope[];
  onChange: (scopes: Scope[]) => void;
  error: string | undefined;
};

export function ScopePicker({ chosen, onChange, error }: ScopePickerProps) {
  const errorId = useId();
  const all = chosen.includes('admin');
  return (
    <fieldset aria-describedby={error === undefined ? undefined : errorId}>
      <legend className="mb-1.5 text-xs font-medium">What it may do</legend>
      <div className="grid rounded-md edge">
        {SCOPE_ROWS.map(({ thing, deeds }) => (
          <div
            key={thing}
            className="flex min-h-8 items-center gap-4 border-line-soft px-3 not-first:border-t max-md:min-h-11"
          >
            <span className="w-24 flex-none text-ink-2">{thing}</span>
            {deeds.map(({ scope, verb }) => (
              <span key={scope} className="flex w-20 items-center">
                <Checkbox
                  checked={all || chosen.includes(scope)}
                  disabled={all}
                  onCheckedChange={(on) => onChange(toggled(chosen, scope, on))}
                >
                  {verb}
                  <span className="sr-only"> {thing}</span>
                </Checkbox>
              </span>
            ))}
          </div>
        ))}
        <div className="flex min-h-8 items-center border-t border-line px-3 max-md:min-h-11">
          <Checkbox checked={all} onCheckedChange={(on) => onChange(toggled(chosen, 'admin', on))}>
            everything, as an administrator
          </Checkbox>
        </div>
      </div>
      {error !== undefined && (
        <p id={errorId} data-state-of="failed" className="pt-1 text-xs text-state">
          {error}
        </p>
      )}
      <p className="pt-[3px] text-xs text-muted">
        It acts for you: it can never do more than you can when it is used. For an auditor, “read audit” is
        enough.
      </p>
    </fieldset>
  );
}
