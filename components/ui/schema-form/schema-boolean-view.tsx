// A yes or no of a schema form: the box before its label, or in the second column beside it.
'use client';
import type { ReactNode } from 'react';
import { Checkbox } from '../checkbox';
import { Field } from '../field';
import type { Draft } from './draft';
import type { FormScope } from './form-scope';
import { pointerOf, type Token } from './pointer';
import type { SchemaField } from './schema-fields';

export type BooleanParts = {
  id: string;
  label: string;
  hint: string | undefined;
  error: string | undefined;
  aside: ReactNode;
};

export type SchemaBooleanViewProps = {
  field: SchemaField;
  draft: Draft;
  at: readonly Token[];
  scope: FormScope;
  parts: BooleanParts;
};

export function SchemaBooleanView({ field, draft, at, scope, parts }: SchemaBooleanViewProps) {
  const box = {
    checked: draft === true,
    disabled: scope.disabled,
    onCheckedChange: (next: boolean) => scope.change(at, next),
    onBlur: () => scope.leave(pointerOf(at)),
  };
  if (scope.layout === 'row') {
    return (
      <Field
        id={parts.id}
        label={parts.label}
        mono
        hint={parts.hint}
        error={parts.error}
        aside={parts.aside}
        layout="row"
      >
        {(wiring) => (
          <span className="flex h-[30px] items-center">
            <Checkbox {...box} id={wiring.id} describedBy={wiring['aria-describedby']} label={field.label} />
          </span>
        )}
      </Field>
    );
  }
  const hintId = `${parts.id}-hint`;
  return (
    <div>
      <Checkbox {...box} id={parts.id} describedBy={parts.hint === undefined ? undefined : hintId}>
        {parts.label}
      </Checkbox>
      {parts.hint !== undefined && (
        <p id={hintId} className="pt-0.5 pl-[22px] text-xs text-muted">
          {parts.hint}
        </p>
      )}
      {parts.error !== undefined && (
        <p data-state-of="failed" className="pt-0.5 pl-[22px] text-xs text-state">
          {parts.error}
        </p>
      )}
    </div>
  );
}
