// Draws one field of a schema form by its kind. Knows drafts, not values; judging is readDraft's.
'use client';
import { Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from '../icon';
import { NumberField } from '../number-field';
import { Select } from '../select';
import { Taint } from '../taint';
import { TextArea } from '../text-area';
import { TextField } from '../text-field';
import { type Draft, memberOf, textOf } from './draft';
import { dateTimeInput, dateTimeText, fieldHint } from './field-words';
import { type FormScope, inputId } from './form-scope';
import { pointerOf, type Token } from './pointer';
import { SchemaBooleanView } from './schema-boolean-view';
import type { SchemaField } from './schema-fields';
import { SchemaListView } from './schema-list-view';

export type SchemaFieldViewProps = {
  field: SchemaField;
  draft: Draft;
  at: readonly Token[];
  scope: FormScope;
  /** Replaces the label: entries of a list are numbered. */
  label?: string;
};

const INPUT_TYPES = { date: 'date', time: 'time', email: 'email', uri: 'url' } as const;

export function SchemaFieldView({ field, draft, at, scope, label }: SchemaFieldViewProps) {
  if (field.kind === 'list') {
    return (
      <SchemaListView
        field={field}
        draft={draft}
        at={at}
        scope={scope}
        drawEntry={(entry) => <SchemaFieldView {...entry} />}
      />
    );
  }
  if (field.kind === 'object')
    return <ObjectFields field={field} draft={draft} at={at} scope={scope} label={label} />;
  return (
    <LeafField
      field={field}
      draft={draft}
      at={at}
      scope={scope}
      {...(label === undefined ? {} : { label })}
    />
  );
}

function ObjectFields({
  field,
  draft,
  at,
  scope,
  label,
}: Omit<SchemaFieldViewProps, 'field' | 'label'> & {
  field: Extract<SchemaField, { kind: 'object' }>;
  label: string | undefined;
}) {
  const members = field.fields.map((member) => (
    <SchemaFieldView
      key={member.name}
      field={member}
      draft={memberOf(draft, member.name)}
      at={[...at, member.name]}
      scope={scope}
    />
  ));
  const gap = scope.layout === 'row' ? '' : 'flex flex-col gap-3.5';
  if (at.length === 0) return <div className={gap}>{members}</div>;
  return (
    <fieldset className="min-w-0 rounded-md border border-line px-3 pt-1.5 pb-3">
      <legend className="px-1 text-xs font-medium">{label ?? nameOf(field, scope)}</legend>
      {field.description !== undefined && <p className="mb-2 text-xs text-muted">{field.description}</p>}
      <div className={gap}>{members}</div>
    </fieldset>
  );
}

function nameOf(field: SchemaField, scope: FormScope): string {
  return scope.names === 'schema' ? field.name : field.label;
}

/** At the end of the line: what it was before the edit, else where it came from. */
function Aside({ at, scope }: { at: readonly Token[]; scope: FormScope }): ReactNode {
  const pointer = pointerOf(at);
  if (scope.isChanged(at)) {
    return (
      <button
        type="button"
        onClick={() => scope.revert(at)}
        className="link inline-flex max-w-full items-center gap-1 text-left"
      >
        <Icon of={Undo2} size={12} />
        <span className="truncate">{`was ${scope.wasText(at)}`}</span>
      </button>
    );
  }
  const source = scope.sourceAt(pointer);
  if (scope.isTainted(pointer)) return <Taint source={typeof source === 'string' ? source : undefined} />;
  return source;
}

type LeafProps = Omit<SchemaFieldViewProps, 'field'> & {
  field: Exclude<SchemaField, { kind: 'list' } | { kind: 'object' }>;
};

function LeafField({ field, draft, at, scope, label }: LeafProps) {
  const pointer = pointerOf(at);
  const error = scope.errorAt(pointer);
  const parts = {
    id: inputId(scope, at),
    label: label ?? nameOf(field, scope),
    monoLabel: scope.names === 'schema',
    mono: scope.names === 'schema',
    hint: fieldHint(field),
    error,
    required: field.required,
    layout: scope.layout,
    aside: scope.layout === 'row' || scope.isChanged(at) ? <Aside at={at} scope={scope} /> : undefined,
    changed: scope.isChanged(at),
    tainted: scope.isTainted(pointer),
    disabled: scope.disabled,
    onBlur: () => scope.leave(pointer),
  };
  const change = (next: Draft): void => scope.change(at, next);
  switch (field.kind) {
    case 'boolean':
      return <SchemaBooleanView field={field} draft={draft} at={at} scope={scope} parts={parts} />;
    case 'number':
      return <NumberField {...parts} integer={field.integer} value={textOf(draft)} onValueChange={change} />;
    case 'choice':
      return (
        <Select
          {...parts}
          options={[
            ...(field.required ? [] : [{ value: NONE, label: <span className="text-faint">None</span> }]),
            ...field.options.map((option) => ({ value: option.key, label: option.label })),
          ]}
          value={textOf(draft)}
          onValueChange={(key) => change(key === NONE ? '' : key)}
        />
      );
    case 'json':
      return (
        <TextArea
          {...parts}
          mono
          rows={4}
          spellCheck={false}
          value={textOf(draft)}
          onChange={(event) => change(event.target.value)}
        />
      );
    case 'string': {
      const text = textOf(draft);
      if (
        field.format === 'multiline' ||
        text.includes('\n') ||
        (scope.layout === 'row' && text.length > 48)
      ) {
        return <TextArea {...parts} value={text} onChange={(event) => change(event.target.value)} />;
      }
      const isInstant = field.format === 'date-time';
      const type = isInstant
        ? 'datetime-local'
        : field.format in INPUT_TYPES
          ? INPUT_TYPES[field.format as keyof typeof INPUT_TYPES] // safe because `in` has just found the key
          : 'text';
      return (
        <TextField
          {...parts}
          type={type}
          autoComplete="off"
          {...(isInstant ? { step: 1 } : {})}
          value={isInstant ? dateTimeInput(text) : text}
          onChange={(event) => change(isInstant ? dateTimeText(event.target.value) : event.target.value)}
        />
      );
    }
  }
}

/** Radix keeps the empty value for "nothing chosen yet", so "none" needs one of its own. */
const NONE = ' none';
