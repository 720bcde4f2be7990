// The entries of a list: added, removed, numbered. Scalars one a line, objects each in their own frame.
'use client';
import { Plus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../button';
import { cx } from '../class-names';
import { Icon } from '../icon';
import { IconButton } from '../icon-button';
import { type Draft, draftOf, entriesOf } from './draft';
import { fieldHint } from './field-words';
import { type FormScope, inputId } from './form-scope';
import { pointerOf, type Token } from './pointer';
import type { ListField, SchemaField } from './schema-fields';

export type SchemaListViewProps = {
  field: ListField;
  draft: Draft;
  at: readonly Token[];
  scope: FormScope;
  /** Draws one entry; handed in, because entries are drawn by the field that draws this list. */
  drawEntry: (entry: EntryParts) => ReactNode;
};

export type EntryParts = {
  field: SchemaField;
  draft: Draft;
  at: readonly Token[];
  scope: FormScope;
  label: string;
};

export function SchemaListView({ field, draft, at, scope, drawEntry }: SchemaListViewProps) {
  const entries = entriesOf(draft);
  const error = scope.errorAt(pointerOf(at));
  const hint = fieldHint(field);
  const id = inputId(scope, at);
  const full = field.maxItems !== undefined && entries.length >= field.maxItems;
  const set = (next: readonly Draft[]): void => scope.change(at, next);
  const name = scope.names === 'schema' ? field.name : field.label;
  const framed = field.item.kind === 'object';
  return (
    <fieldset
      aria-describedby={error === undefined ? undefined : `${id}-error`}
      className={cx(
        'min-w-0',
        scope.layout === 'row' &&
          'grid grid-cols-[112px_minmax(0,1fr)_128px] gap-x-2.5 py-[5px] max-md:block',
      )}
    >
      <legend
        className={cx(
          scope.names === 'schema' && 'mono',
          scope.layout === 'row'
            ? 'float-left w-[112px] pt-1.5 text-muted max-md:float-none'
            : 'mb-[5px] text-xs font-medium',
        )}
      >
        {name}
        {field.required && (
          <span aria-hidden="true" className="text-faint">
            {' *'}
          </span>
        )}
      </legend>
      <div className={cx('flex min-w-0 flex-col gap-2', scope.layout === 'row' && 'col-start-2')}>
        {entries.map((entry, index) => (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: an entry is its place in the list, and so are its errors
            key={index}
            className="flex items-start gap-1.5"
          >
            <div
              className={cx(
                'min-w-0 flex-1',
                !framed && '[&_label]:sr-only [&>div>div:first-child:has(label)]:mb-0',
              )}
            >
              {drawEntry({
                field: framed ? field.item : { ...field.item, description: undefined },
                draft: entry,
                at: [...at, index],
                scope: { ...scope, layout: 'stacked' },
                label: framed ? `${name} ${index + 1}` : `${name}, entry ${index + 1}`,
              })}
            </div>
            <IconButton
              label={`Remove entry ${index + 1}`}
              disabled={scope.disabled}
              className={framed ? 'mt-2' : ''}
              onClick={() => set(entries.filter((_, other) => other !== index))}
            >
              <Icon of={X} />
            </IconButton>
          </div>
        ))}
        <span>
          <Button
            id={id}
            size="sm"
            icon={<Icon of={Plus} size={13} />}
            disabled={scope.disabled || full}
            onClick={() => set([...entries, draftOf(field.item)])}
          >
            {entries.length === 0 ? `Add ${name.toLowerCase()}` : 'Add another'}
          </Button>
        </span>
        {error !== undefined && (
          <p id={`${id}-error`} data-state-of="failed" className="text-xs text-state">
            {error}
          </p>
        )}
        {hint !== undefined && <p className="text-xs text-muted">{hint}</p>}
      </div>
    </fieldset>
  );
}
