// The form's first part: what the agent is for, what it is told, which model thinks for it.
'use client';
import { useQuery } from '@tanstack/react-query';
import { deprecationWords } from '@/lib/format/deprecation';
import { modelsOptions } from '@/lib/query/configuration';
import { useShownPrices } from '../models/use-shown-prices';
import { valueAt } from './draft-value';
import { EditField } from './edit-field';
import type { EditScope } from './edit-scope';
import { EditSelect } from './edit-select';
import { FIELDS } from './form-fields';
import { FormSection } from './form-section';

/** Nothing is said. */
const REFUSED = 'refused';
const UNPRICED = [
  { value: REFUSED, label: 'it is not called' },
  { value: 'tokens-only', label: 'tokens alone are counted' },
];

export function PurposeSection({ scope }: { scope: EditScope }) {
  const models = useQuery(modelsOptions());
  const options = (models.data?.items ?? []).map(({ name, definition }) => ({
    value: name,
    label: name,
    detail: definition.model,
  }));
  const shown = useShownPrices();
  const chosen = models.data?.items.find(({ name }) => name === valueAt(scope.value, ['model']));
  const deprecated = chosen === undefined ? null : shown(chosen.definition).deprecated;
  return (
    <FormSection title="Purpose">
      <EditField scope={scope} {...FIELDS.description} required rows={2} />
      <EditField scope={scope} {...FIELDS.prompt} required rows={8} />
      <div className="grid grid-cols-2 gap-4 max-md:grid-cols-1">
        <EditSelect
          scope={scope}
          place={['model']}
          label="Model"
          required
          mono
          options={options}
          {...(deprecated == null ? {} : { hint: deprecationWords(deprecated) })}
        />
        <EditField scope={scope} {...FIELDS.labels} mono rows={2} />
        <EditSelect
          scope={{
            ...scope,
            change: (place, next) => scope.change(place, next === REFUSED ? undefined : next),
          }}
          place={['unpriced']}
          label="Where nobody knows what a model costs"
          fallback={REFUSED}
          options={UNPRICED}
          hint="Counted at nothing, no budget and no cost limit bounds it."
        />
      </div>
    </FormSection>
  );
}
