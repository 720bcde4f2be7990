// A list of names as one line of text, parted by commas or spaces; left empty, the draft says nothing there.
'use client';
import { type ReactNode, useState } from 'react';
import { TextField } from '../ui/text-field';
import { type FieldDraft, fieldId } from './draft-fields';
import type { DraftPath } from './draft-value';

type DraftNamesProps = {
  draft: FieldDraft;
  path: DraftPath;
  label: string;
  hint: ReactNode;
  placeholder: string;
};

export function DraftNames({ draft, path, label, hint, placeholder }: DraftNamesProps) {
  const value = draft.at(path);
  const [typed, setTyped] = useState(() => asLine(value));
  // The JSON view changed this place under the form: what was typed here is no longer it.
  const text = asLine(namesIn(typed)) === asLine(value) ? typed : asLine(value);
  return (
    <TextField
      id={fieldId(path)}
      label={label}
      hint={hint}
      error={draft.errorAt(path)}
      mono
      placeholder={placeholder}
      autoComplete="off"
      spellCheck={false}
      value={text}
      onChange={(event) => {
        setTyped(event.target.value);
        draft.set(path, namesIn(event.target.value));
      }}
    />
  );
}

function namesIn(text: string): readonly string[] | undefined {
  const names = text.split(/[\s,]+/).filter((name) => name !== '');
  return names.length === 0 ? undefined : names;
}

const asLine = (value: unknown): string => (Array.isArray(value) ? value.map(String).join(', ') : '');
