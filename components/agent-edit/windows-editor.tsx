// The form's sums over a time: a row each, what a new one begins as, and how often calls that nothing stops are looked at.
'use client';
import { Plus, X } from 'lucide-react';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { IconButton } from '../ui/icon-button';
import { valueAt } from './draft-value';
import { EditField } from './edit-field';
import type { EditScope } from './edit-scope';
import { EditSelect } from './edit-select';
import { durationField, numberField, wordsField } from './field-text';
import { grantNames } from './grants';

const PLACE = ['escalation', 'windows'] as const;
const NEW_WINDOW = { path: 'amount', above: 1_000, perMs: 86_400_000 };

export function WindowsEditor({ scope }: { scope: EditScope }) {
  const found = valueAt(scope.value, PLACE);
  const windows = Array.isArray(found) ? found : [];
  const remove = (index: number) =>
    scope.change(PLACE, windows.length === 1 ? undefined : windows.toSpliced(index, 1));
  return (
    <div className="flex flex-col gap-2">
      <h3 className="text-xs text-muted">Amounts that add up over a time</h3>
      {windows.map((_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a window is its place in the definition
        <WindowRow key={index} scope={scope} index={index} onRemove={() => remove(index)} />
      ))}
      <span>
        <Button
          size="xs"
          variant="ghost"
          icon={<Icon of={Plus} size={12} />}
          onClick={() => scope.change([...PLACE, windows.length], NEW_WINDOW)}
        >
          Add a window
        </Button>
      </span>
    </div>
  );
}

type RowProps = { scope: EditScope; index: number; onRemove: () => void };

function WindowRow({ scope, index, onRemove }: RowProps) {
  const at = (name: string) => [...PLACE, index, name];
  const tools = grantNames(scope.value).map((name) => ({ value: name, label: name }));
  const named = valueAt(scope.value, at('tool'));
  return (
    <fieldset
      aria-label={`Window ${index + 1}`}
      className="grid grid-cols-3 items-end gap-x-4 gap-y-3 rounded-md border border-line p-3 max-md:grid-cols-1"
    >
      {(tools.length > 0 || named !== undefined) && (
        <EditSelect
          scope={namingAll(scope)}
          place={at('tool')}
          label="Calls of"
          mono
          fallback={ALL.value}
          options={[ALL, ...tools]}
        />
      )}
      <EditField scope={scope} place={at('path')} field={wordsField} label="The amount at" mono />
      <EditField
        scope={scope}
        place={at('groupBy')}
        field={wordsField}
        label="For each value at"
        placeholder="all together"
        mono
      />
      <EditField scope={scope} place={at('above')} field={numberField} label="A sum above" />
      <EditField scope={scope} place={at('perMs')} field={durationField} label="Within" />
      <IconButton label={`Take window ${index + 1} out`} onClick={onRemove}>
        <Icon of={X} size={14} />
      </IconButton>
    </fieldset>
  );
}

/** No tool has this name; in the definition all are meant where none is named. */
const ALL = { value: '*', label: 'all tools that have it' };

const namingAll = (scope: EditScope): EditScope => ({
  ...scope,
  change: (place, next) => scope.change(place, next === ALL.value ? undefined : next),
});
