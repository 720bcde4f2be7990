// The form's part about stronger models: which there are above the agent's own, and what makes a run go up to them.
'use client';
import { useQuery } from '@tanstack/react-query';
import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { flushSync } from 'react-dom';
import { MOST_STRONGER_MODELS } from '@/lib/domain/model-routing';
import { modelsOptions } from '@/lib/query/configuration';
import { Checkbox } from '../ui/checkbox';
import { Icon } from '../ui/icon';
import { IconButton } from '../ui/icon-button';
import { Select } from '../ui/select';
import { valueAt } from './draft-value';
import { EditField } from './edit-field';
import { type EditScope, fieldId } from './edit-scope';
import { EditSelect } from './edit-select';
import { FIELDS } from './form-fields';
import { FormSection } from './form-section';
import { pruning, strongerModels, withMoved, withoutStronger } from './stronger-models';

export function RoutingSection({ scope }: { scope: EditScope }) {
  const models = useQuery(modelsOptions());
  const names = strongerModels(scope.value);
  const own = valueAt(scope.value, ['model']);
  const options = (models.data?.items ?? []).map(({ name, definition }) => ({
    value: name,
    label: name,
    detail: definition.model,
  }));
  const free = options.filter(({ value }) => value !== own && !names.includes(value));
  return (
    <FormSection
      title="Stronger models"
      about="Its own model is asked first. These are asked the same again where its answer will not do."
    >
      {names.length > 0 && (
        <ol aria-label="Stronger models, the strongest last" className="flex flex-col gap-2">
          {names.map((name, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a stronger model is its place in the definition
            <li key={index} className="flex max-w-[424px] items-end gap-2">
              <EditSelect
                scope={scope}
                place={['routing', 'stronger', index]}
                label={labelOf(index, names.length)}
                mono
                options={options.filter(
                  ({ value }) => value === name || free.some((one) => one.value === value),
                )}
                className="min-w-0 flex-1"
              />
              <span className="flex">
                {names.length > 1 && <MoveButtons scope={scope} names={names} index={index} />}
                <IconButton
                  label={`Take ${name} out`}
                  onClick={() => scope.change([], withoutStronger(scope.value, index))}
                >
                  <Icon of={X} size={14} />
                </IconButton>
              </span>
            </li>
          ))}
        </ol>
      )}
      <Select
        label={names.length === 0 ? 'Add a stronger model' : 'Add one that is stronger still'}
        id={fieldId('/routing/stronger')}
        mono
        className="max-w-80"
        value=""
        error={scope.problemAt('/routing/stronger')}
        placeholder={free.length === 0 ? 'There is no other model' : 'Choose a model'}
        disabled={free.length === 0 || names.length >= MOST_STRONGER_MODELS}
        options={free}
        onValueChange={(name) => scope.change(['routing', 'stronger', names.length], name)}
      />
      {names.length > 0 && <Reasons scope={scope} names={names} />}
    </FormSection>
  );
}

type MoveProps = { scope: EditScope; names: readonly string[]; index: number };

/** The focus goes with the model, on the button that moves it on, or on the other one at an end. */
function MoveButtons({ scope, names, index }: MoveProps) {
  const idOf = (way: 'up' | 'down', at: number) => fieldId(`/routing/stronger/${at}/${way}`);
  const move = (to: number, way: 'up' | 'down') => {
    flushSync(() => scope.change([], withMoved(scope.value, index, to)));
    const isAtEnd = to === (way === 'up' ? 0 : names.length - 1);
    document.getElementById(idOf(isAtEnd ? (way === 'up' ? 'down' : 'up') : way, to))?.focus();
  };
  return (
    <>
      <IconButton
        id={idOf('up', index)}
        label={`Ask ${names[index]} earlier`}
        disabled={index === 0}
        onClick={() => move(index - 1, 'up')}
      >
        <Icon of={ArrowUp} size={14} />
      </IconButton>
      <IconButton
        id={idOf('down', index)}
        label={`Ask ${names[index]} later`}
        disabled={index === names.length - 1}
        onClick={() => move(index + 1, 'down')}
      >
        <Icon of={ArrowDown} size={14} />
      </IconButton>
    </>
  );
}

const labelOf = (index: number, of: number) =>
  index === of - 1 ? 'The strongest' : index === 0 ? 'Asked next' : 'Then';

const DEFAULTS = { whenConfidenceMissing: 'accept', onInvalidAnswer: true, onFailure: true } as const;

function Reasons({ scope, names }: { scope: EditScope; names: readonly string[] }) {
  const difficulty = pruning(scope);
  return (
    <>
      <h3 className="-mb-2 text-xs text-muted">They are asked the same again for</h3>
      <div className="grid grid-cols-2 gap-x-4 gap-y-3 max-md:grid-cols-1">
        <EditField scope={scope} {...FIELDS.routedBelow} placeholder="no confidence is too low" />
        <EditSelect
          scope={scope}
          place={['routing', 'whenConfidenceMissing']}
          label="A confidence that was not stated"
          fallback={DEFAULTS.whenConfidenceMissing}
          options={[
            { value: 'accept', label: 'is no reason' },
            { value: 'stronger', label: 'counts as too low' },
          ]}
        />
        <Reason scope={scope} name="onInvalidAnswer">
          An answer that is no valid call
        </Reason>
        <Reason scope={scope} name="onFailure">
          A call that failed for good, or whose breaker is open
        </Reason>
      </div>
      <h3 className="-mb-2 text-xs text-muted">They are asked from the beginning where an input is hard</h3>
      <div className="grid grid-cols-3 gap-x-4 gap-y-3 max-md:grid-cols-1">
        <EditField scope={difficulty} {...FIELDS.difficultyPath} mono placeholder="order.tier" />
        <EditField scope={difficulty} {...FIELDS.difficultyHard} mono rows={2} />
        <EditSelect
          scope={difficulty}
          place={['routing', 'difficulty', 'model']}
          label="Such a run begins with"
          fallback={names.at(-1) ?? ''}
          mono
          options={names.map((name) => ({ value: name, label: name }))}
        />
      </div>
    </>
  );
}

type ReasonProps = { scope: EditScope; name: 'onInvalidAnswer' | 'onFailure'; children: string };

function Reason({ scope, name, children }: ReasonProps) {
  const value = valueAt(scope.value, ['routing', name]);
  return (
    <span className="max-md:py-1.5">
      <Checkbox
        id={fieldId(`/routing/${name}`)}
        checked={typeof value === 'boolean' ? value : DEFAULTS[name]}
        invalid={scope.problemAt(`/routing/${name}`) !== undefined}
        onCheckedChange={(next) => scope.change(['routing', name], next)}
      >
        {children}
      </Checkbox>
    </span>
  );
}
