// One field of the form over one place of the draft. Keeps the text as it was typed while it means what the draft holds ("0.50").
'use client';
import { useState } from 'react';
import type { JsonValue } from '@/lib/domain/json';
import { pointerOf } from '../ui/schema-form/pointer';
import { TextArea } from '../ui/text-area';
import { TextField } from '../ui/text-field';
import { type Place, valueAt } from './draft-value';
import { type EditScope, fieldId } from './edit-scope';
import type { FieldText } from './field-text';

export type EditFieldProps = {
  scope: EditScope;
  place: Place;
  field: FieldText;
  label: string;
  hint?: string;
  required?: boolean;
  mono?: boolean;
  /** Lines at least; one is a line of its own kind. */
  rows?: number;
  placeholder?: string;
  /** Says also what is wrong further down: for a document in one field. */
  whole?: boolean;
  className?: string;
};

const same = (one: JsonValue | undefined, other: JsonValue | undefined): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

export function EditField({
  scope,
  place,
  field,
  rows = 1,
  placeholder,
  whole = false,
  hint,
  ...rest
}: EditFieldProps) {
  const [typed, setTyped] = useState<string | undefined>(undefined);
  const value = valueAt(scope.value, place);
  const text = typed !== undefined && same(field.read(typed), value) ? typed : field.print(value);
  const pointer = pointerOf(place);
  const problem = scope.problemAt(pointer);
  const unread = typeof value === 'string' ? field.expected : undefined;
  const below = whole && problem === undefined ? scope.problemsBelow(pointer).join(' ') : '';
  const props = {
    ...rest,
    id: fieldId(pointer),
    value: text,
    error: problem === undefined ? (below === '' ? undefined : below) : (unread ?? problem),
    autoComplete: 'off',
    ...(hint === undefined ? {} : { hint }),
    ...(placeholder === undefined ? {} : { placeholder }),
    onChange: (event: { target: { value: string } }) => {
      setTyped(event.target.value);
      scope.change(place, field.read(event.target.value));
    },
  };
  return rows === 1 ? <TextField {...props} /> : <TextArea {...props} rows={rows} spellCheck={!rest.mono} />;
}
