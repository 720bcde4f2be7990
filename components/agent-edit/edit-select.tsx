// One of a few values at one place of the draft. A value that is none of them stays, and is said to be wrong.
'use client';
import { pointerOf } from '../ui/schema-form/pointer';
import { Select, type SelectOption } from '../ui/select';
import { type Place, valueAt } from './draft-value';
import { type EditScope, fieldId } from './edit-scope';

export type EditSelectProps = {
  scope: EditScope;
  place: Place;
  label: string;
  hint?: string;
  options: readonly SelectOption[];
  /** What it means to leave it out. */
  fallback?: string;
  required?: boolean;
  mono?: boolean;
  className?: string;
};

export function EditSelect({ scope, place, options, fallback = '', ...rest }: EditSelectProps) {
  const value = valueAt(scope.value, place);
  const pointer = pointerOf(place);
  const shown = typeof value === 'string' && value !== '' ? value : fallback;
  const known = shown === '' || options.some((option) => option.value === shown);
  return (
    <Select
      {...rest}
      id={fieldId(pointer)}
      value={shown}
      error={scope.problemAt(pointer)}
      options={known ? options : [...options, { value: shown, label: shown, detail: 'unknown' }]}
      onValueChange={(next) => scope.change(place, next)}
    />
  );
}
