// A form made from a JSON Schema: the same one starts a run and edits a call. Judges at the field before anything is
// sent, takes the server's verdict back to the field, and hands out the value as the schema wants it.
'use client';
import { type FormEvent, type ReactNode, useId, useMemo, useState } from 'react';
import { jsonText } from '../json-text';
import { type Draft, draftAt, draftOf, REQUIRED, readDraft, textOf, withDraft } from './draft';
import type { Problem } from './field-problem';
import type { FormScope } from './form-scope';
import { placeErrors } from './place-errors';
import { pointerOf, type Token } from './pointer';
import { SchemaFieldView } from './schema-field-view';
import { rootField } from './schema-fields';

export type SchemaFormProps = {
  schema: unknown;
  /** Shown at first; the form keeps what is typed, so give it a `key` to start again from another value. */
  defaultValue?: unknown;
  onSubmit: (value: unknown) => void;
  /** On every change: the value and whether it fits. For a diff or a check as one types. */
  onValueChange?: (value: unknown, fits: boolean) => void;
  /** What the server refused, with the path in the request. */
  serverErrors?: readonly Problem[];
  /** Where the value stands in the request: "/input". */
  errorPrefix?: string;
  layout?: 'stacked' | 'row';
  names?: 'words' | 'schema';
  disabled?: boolean;
  /** Marks what differs from it and offers the way back: the call as the agent asked for it. */
  original?: unknown;
  /** By JSON Pointer: where a value came from, and which values are tainted. */
  sources?: Readonly<Record<string, string>>;
  tainted?: ReadonlySet<string>;
  /** For a submit button that stands outside: <button form={id}>. */
  id?: string;
  /** Below the fields: the buttons. */
  children?: ReactNode;
};

const NO_ERRORS: readonly Problem[] = [];
const sameDraft = (one: Draft, other: Draft): boolean => JSON.stringify(one) === JSON.stringify(other);

export function SchemaForm({
  schema,
  defaultValue,
  onSubmit,
  onValueChange,
  serverErrors = NO_ERRORS,
  errorPrefix = '',
  layout = 'stacked',
  names = 'words',
  disabled = false,
  original,
  sources,
  tainted,
  id,
  children,
}: SchemaFormProps) {
  const ownId = useId();
  const formId = id ?? ownId;
  const root = useMemo(() => rootField(schema), [schema]);
  const [draft, setDraft] = useState<Draft>(() => draftOf(root, defaultValue));
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [submitted, setSubmitted] = useState(false);
  // Server errors stand until their field is edited; a new answer brings them all back.
  const [edited, setEdited] = useState({ answer: serverErrors, pointers: new Set<string>() });
  const read = useMemo(() => readDraft(root, draft), [root, draft]);
  const placed = useMemo(
    () => placeErrors(root, serverErrors, errorPrefix),
    [root, serverErrors, errorPrefix],
  );
  const before = useMemo(
    () => (original === undefined ? undefined : draftOf(root, original)),
    [root, original],
  );
  const isEdited = (pointer: string): boolean =>
    edited.answer === serverErrors && edited.pointers.has(pointer);

  const change = (at: readonly Token[], next: Draft): void => {
    const changed = withDraft(draft, at, next);
    setDraft(changed);
    setEdited({
      answer: serverErrors,
      pointers: new Set([...(edited.answer === serverErrors ? edited.pointers : []), pointerOf(at)]),
    });
    if (onValueChange === undefined) return;
    const { value, problems } = readDraft(root, changed);
    onValueChange(value, problems.length === 0);
  };

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (disabled) return;
    setSubmitted(true);
    const first = read.problems[0];
    if (first === undefined) onSubmit(read.value);
    else document.getElementById(`${formId}${first.path}`)?.focus();
  };

  const scope: FormScope = {
    formId,
    layout,
    names,
    disabled,
    errorAt: (pointer) => {
      const own = read.problems.find((problem) => problem.path === pointer)?.message;
      // An empty field that was only passed through isn't wrong yet.
      if (own !== undefined && (submitted || (left.has(pointer) && own !== REQUIRED))) return own;
      return isEdited(pointer) ? undefined : placed.atField.get(pointer);
    },
    change,
    leave: (pointer) => {
      if (!left.has(pointer)) setLeft(new Set([...left, pointer]));
    },
    sourceAt: (pointer) => sources?.[pointer],
    isTainted: (pointer) => tainted?.has(pointer) ?? false,
    isChanged: (at) => before !== undefined && !sameDraft(draftAt(draft, at), draftAt(before, at)),
    revert: (at) => {
      if (before !== undefined) change(at, draftAt(before, at));
    },
    wasText: (at) => {
      const was = before === undefined ? '' : draftAt(before, at);
      const text = typeof was === 'string' ? textOf(was) : jsonText(was);
      if (text === '') return 'empty';
      const lines = text.split('\n').length;
      return lines > 1 ? `${lines} lines` : text;
    },
  };

  return (
    <form id={formId} noValidate onSubmit={submit}>
      {placed.elsewhere.length > 0 && (
        <ul
          role="alert"
          data-state-of="failed"
          className="mb-3 rounded-md bg-tint px-3 py-2 text-xs text-state shadow-[inset_0_0_0_1px_color-mix(in_oklab,var(--c)_26%,var(--line))]"
        >
          {placed.elsewhere.map((message) => (
            <li key={message}>{message}</li>
          ))}
        </ul>
      )}
      <SchemaFieldView field={root} draft={draft} at={[]} scope={scope} />
      {children}
    </form>
  );
}
