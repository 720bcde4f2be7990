// The fields of a definition's form: each shows and writes one place of the draft, and says what is wrong there.
'use client';
import { type ReactNode, useState } from 'react';
import { Checkbox } from '../ui/checkbox';
import { jsonText } from '../ui/json-text';
import { NumberField } from '../ui/number-field';
import { Select, type SelectOption } from '../ui/select';
import { TextArea } from '../ui/text-area';
import { TextField } from '../ui/text-field';
import { type DraftPath, numberText, typedNumber } from './draft-value';
import type { DefinitionDraft } from './use-definition-draft';

/** What a field needs of the draft, whatever it is a draft of. */
export type FieldDraft = Pick<DefinitionDraft<unknown>, 'at' | 'set' | 'errorAt'>;

type FieldOf = {
  draft: FieldDraft;
  path: DraftPath;
  label: string;
  hint?: ReactNode;
  required?: boolean;
  className?: string;
};

const parts = ({ draft, path, label, hint, required, className }: FieldOf) => ({
  id: fieldId(path),
  label,
  error: draft.errorAt(path),
  ...(hint === undefined ? {} : { hint }),
  ...(required === undefined ? {} : { required }),
  ...(className === undefined ? {} : { className }),
});

export function fieldId(path: DraftPath): string {
  return `draft-${path.join('-')}`;
}

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');
/** An optional text that is emptied is left out. */
const orNothing = (text: string, required: boolean | undefined) =>
  text === '' && required !== true ? undefined : text;

export function DraftText({
  mono = false,
  placeholder,
  ...field
}: FieldOf & { mono?: boolean; placeholder?: string }) {
  const { draft, path, required } = field;
  return (
    <TextField
      {...parts(field)}
      mono={mono}
      placeholder={placeholder}
      autoComplete="off"
      spellCheck={!mono}
      value={textIn(draft.at(path))}
      onChange={(event) => draft.set(path, orNothing(event.target.value, required))}
    />
  );
}

export function DraftLines({ rows = 2, ...field }: FieldOf & { rows?: number }) {
  const { draft, path, required } = field;
  return (
    <TextArea
      {...parts(field)}
      rows={rows}
      value={textIn(draft.at(path))}
      onChange={(event) => draft.set(path, orNothing(event.target.value, required))}
    />
  );
}

/** A whole number; what is left empty takes the default, which `placeholder` shows. */
export function DraftNumber({ placeholder, ...field }: FieldOf & { placeholder?: string }) {
  const { draft, path } = field;
  return (
    <NumberField
      {...parts(field)}
      integer
      placeholder={placeholder}
      value={numberText(draft.at(path))}
      onValueChange={(text) => draft.set(path, typedNumber(text))}
    />
  );
}

export function DraftSelect({
  options,
  fallback = '',
  ...field
}: FieldOf & {
  options: readonly SelectOption[] /** Shown where the draft says nothing. */;
  fallback?: string;
}) {
  const { draft, path } = field;
  return (
    <Select
      {...parts(field)}
      options={options}
      value={textIn(draft.at(path)) || fallback}
      onValueChange={(next) => draft.set(path, next)}
    />
  );
}

export function DraftTick({ draft, path, label, hint }: FieldOf) {
  const id = fieldId(path);
  return (
    <div className="py-1">
      <Checkbox
        id={id}
        checked={draft.at(path) === true}
        describedBy={hint === undefined ? undefined : `${id}-hint`}
        onCheckedChange={(checked) => draft.set(path, checked)}
      >
        {label}
      </Checkbox>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="pl-[22px] text-xs text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}

/** A part that is JSON itself. Text that is no JSON stays as it is typed, and is said to be none. */
export function DraftJson({ rows = 6, ...field }: FieldOf & { rows?: number }) {
  const { draft, path } = field;
  const value = draft.at(path);
  const [typed, setTyped] = useState({ text: asText(value), value: jsonText(value) });
  // The JSON view changed this place under the form: what was typed here is no longer it.
  const text = typed.value === jsonText(value) ? typed.text : asText(value);
  const unreadable = typeof value === 'string' ? 'Not valid JSON' : undefined;
  return (
    <TextArea
      {...parts(field)}
      {...(unreadable === undefined ? {} : { error: unreadable })}
      mono
      rows={rows}
      spellCheck={false}
      value={text}
      onChange={(event) => {
        const next = parsedOr(event.target.value);
        setTyped({ text: event.target.value, value: jsonText(next) });
        draft.set(path, next);
      }}
    />
  );
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : jsonText(value));

/** Text that is no JSON stands in the draft as text: the schema finds it there. */
function parsedOr(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
