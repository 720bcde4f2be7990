// The form's levels of who is asked where nobody decides: a row each, in their order. The chain and the word that says it is obeyed change as one.
'use client';
import { Plus, X } from 'lucide-react';
import { DECIDING_ROLES } from '@/lib/domain/escalation';
import { isJsonObject, type JsonValue } from '@/lib/domain/json';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { IconButton } from '../ui/icon-button';
import { pointerOf } from '../ui/schema-form/pointer';
import { valueAt, withValue } from './draft-value';
import { EditField } from './edit-field';
import { type EditScope, fieldId } from './edit-scope';
import { EditSelect } from './edit-select';
import { durationField, wordListField } from './field-text';

const PLACE = ['escalation', 'escalateTo'] as const;
const NEW_LEVEL = { role: 'admin', expiresMs: 3_600_000 };

export function ChainEditor({ scope }: { scope: EditScope }) {
  const found = valueAt(scope.value, PLACE);
  const levels = Array.isArray(found) ? found : [];
  const problem =
    scope.problemAt(pointerOf(PLACE)) ?? scope.problemAt(pointerOf(['escalation', 'onExpiry'])) ?? undefined;
  const put = (next: readonly JsonValue[]) => scope.change(['escalation'], withChain(scope.value, next));
  return (
    <div id={fieldId(pointerOf(PLACE))} className="flex flex-col gap-2">
      <h3 className="text-xs text-muted">Asked one after the other where nobody decides in time</h3>
      {levels.map((_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a level is its place in the chain
        <LevelRow key={index} scope={scope} index={index} onRemove={() => put(levels.toSpliced(index, 1))} />
      ))}
      {problem !== undefined && (
        <p data-state-of="failed" className="text-xs text-state">
          {problem}
        </p>
      )}
      <span>
        <Button
          size="xs"
          variant="ghost"
          icon={<Icon of={Plus} size={12} />}
          onClick={() => put([...levels, NEW_LEVEL])}
        >
          Add a level
        </Button>
      </span>
    </div>
  );
}

/** Without a level it is rejected, and nothing is said of it. */
function withChain(value: JsonValue, levels: readonly JsonValue[]): JsonValue | undefined {
  const rules = valueAt(value, ['escalation']);
  const before = isJsonObject(rules) ? rules : {};
  const none = levels.length === 0;
  const said = withValue(before, ['onExpiry'], none ? 'reject' : 'escalate');
  return withValue(said, ['escalateTo'], none ? undefined : [...levels]);
}

type RowProps = { scope: EditScope; index: number; onRemove: () => void };

function LevelRow({ scope, index, onRemove }: RowProps) {
  const at = (name: string) => [...PLACE, index, name];
  return (
    <fieldset
      aria-label={`Level ${index + 1}`}
      className="grid grid-cols-[minmax(0,1fr)_minmax(0,2fr)_minmax(0,1fr)_auto] items-end gap-x-4 gap-y-3 rounded-md border border-line p-3 max-md:grid-cols-1"
    >
      <EditSelect
        scope={scope}
        place={at('role')}
        label="The role"
        fallback="approver"
        options={DECIDING_ROLES.map((role) => ({ value: role, label: role }))}
      />
      <EditField
        scope={scope}
        place={at('people')}
        field={wordListField}
        label="Of them only"
        placeholder="everybody who has it; else e-mail addresses"
        whole
        mono
      />
      <EditField
        scope={scope}
        place={at('expiresMs')}
        field={durationField}
        label="Time to decide"
        required
      />
      <IconButton label={`Take level ${index + 1} out`} onClick={onRemove}>
        <Icon of={X} size={14} />
      </IconButton>
    </fieldset>
  );
}
