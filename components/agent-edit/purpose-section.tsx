// The form's first part: what the agent is for, what it is told, which model thinks for it.
'use client';
import { useQuery } from '@tanstack/react-query';
import { modelsOptions } from '@/lib/query/configuration';
import { EditField } from './edit-field';
import type { EditScope } from './edit-scope';
import { EditSelect } from './edit-select';
import { FIELDS } from './form-fields';
import { FormSection } from './form-section';

export function PurposeSection({ scope }: { scope: EditScope }) {
  const models = useQuery(modelsOptions());
  const options = (models.data?.items ?? []).map(({ name, definition }) => ({
    value: name,
    label: name,
    detail: definition.model,
  }));
  return (
    <FormSection title="Purpose">
      <EditField scope={scope} {...FIELDS.description} required rows={2} />
      <EditField scope={scope} {...FIELDS.prompt} required rows={8} />
      <div className="grid grid-cols-2 gap-4 max-md:grid-cols-1">
        <EditSelect scope={scope} place={['model']} label="Model" required mono options={options} />
        <EditField scope={scope} {...FIELDS.labels} mono rows={2} />
      </div>
    </FormSection>
  );
}
