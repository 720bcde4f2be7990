// The bounds of one granted tool's arguments: a row each, and the way to add one for an argument that the tool declares.
'use client';
import { Plus, X } from 'lucide-react';
import type { ToolShape } from '@/lib/contract/configuration';
import { Button } from '../ui/button';
import { DropdownMenu, MenuItem } from '../ui/dropdown-menu';
import { Icon } from '../ui/icon';
import { IconButton } from '../ui/icon-button';
import { rootField } from '../ui/schema-form/schema-fields';
import {
  BOUND_KINDS,
  BOUNDS,
  type BoundRow,
  boundLabel,
  boundRows,
  withBound,
  withoutBound,
} from './bound-rows';
import { valueAt } from './draft-value';
import { EditField } from './edit-field';
import type { EditScope } from './edit-scope';

export type BoundsEditorProps = { scope: EditScope; index: number; tool: ToolShape | undefined };

export function BoundsEditor({ scope, index, tool }: BoundsEditorProps) {
  const place = ['tools', index, 'constraints'] as const;
  const constraints = valueAt(scope.value, place);
  const rows = boundRows(constraints);
  const free = choicesOf(tool, rows);
  return (
    <div className="mt-2 flex flex-col gap-1.5">
      {rows.map((row) => (
        <BoundLine
          key={`${row.path} ${row.kind}`}
          scope={scope}
          index={index}
          row={row}
          onRemove={() => scope.change(place, withoutBound(constraints, row))}
        />
      ))}
      {free.length > 0 && (
        <span>
          <DropdownMenu
            align="start"
            trigger={
              <Button size="xs" variant="ghost" icon={<Icon of={Plus} size={12} />}>
                Add a bound
              </Button>
            }
          >
            {free.map((row) => (
              <MenuItem
                key={`${row.path} ${row.kind}`}
                onSelect={() => scope.change(place, withBound(constraints, row))}
              >
                <span className="mono">{row.path}</span> {boundLabel(row.kind)}
              </MenuItem>
            ))}
          </DropdownMenu>
        </span>
      )}
    </div>
  );
}

type BoundLineProps = { scope: EditScope; index: number; row: BoundRow; onRemove: () => void };

function BoundLine({ scope, index, row, onRemove }: BoundLineProps) {
  const { path, kind } = row;
  return (
    <div className="flex items-start gap-2">
      <span className="w-44 flex-none pt-1 text-xs [overflow-wrap:anywhere] max-md:w-28 max-md:pt-2.5">
        <span className="mono">{path}</span> <span className="text-muted">{boundLabel(kind)}</span>
      </span>
      <div className="min-w-0 flex-1">
        {kind !== 'given' && (
          <EditField
            scope={scope}
            place={['tools', index, 'constraints', path, kind]}
            field={BOUNDS[kind].field}
            label={`${path} ${boundLabel(kind)}`}
            mono
            whole
            className="[&_label]:sr-only [&>div:first-child]:mb-0"
            rows={kind === 'oneOf' ? 2 : 1}
            placeholder={kind === 'oneOf' ? 'one a line' : ''}
          />
        )}
      </div>
      <IconButton label={`Remove the bound ${path} ${boundLabel(kind)}`} onClick={onRemove}>
        <Icon of={X} />
      </IconButton>
    </div>
  );
}

/** Every bound that the tool's arguments can have and that is not there yet: numbers have two ends, texts a pattern. */
function choicesOf(tool: ToolShape | undefined, rows: readonly BoundRow[]): BoundRow[] {
  const root = rootField(tool?.definition.inputSchema);
  if (root.kind !== 'object') return [];
  return root.fields.flatMap((field) => {
    const there = rows.filter(({ path }) => path === field.name);
    const kinds = BOUND_KINDS.filter((kind) => {
      if (kind === 'given') return there.length === 0;
      if (kind === 'min' || kind === 'max') return field.kind === 'number';
      return kind === 'pattern' ? field.kind === 'string' : field.kind !== 'object' && field.kind !== 'list';
    });
    return kinds
      .filter((kind) => there.every((row) => row.kind !== kind))
      .map((kind) => ({ path: field.name, kind }));
  });
}
