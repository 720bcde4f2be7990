// The form's part about the bounds of one run; empty means the default that stands in the field.
'use client';
import { runLimits } from '@/lib/domain/run';
import { EditField } from './edit-field';
import type { EditScope } from './edit-scope';
import { EditSelect } from './edit-select';
import { LIMITS } from './form-fields';
import { FormSection } from './form-section';

const DEFAULTS = runLimits.parse({});

export function LimitsSection({ scope }: { scope: EditScope }) {
  return (
    <FormSection
      title="Limits"
      about="A run that reaches one stops with what it has, and goes on when a person raises it."
    >
      <div className="grid grid-cols-3 gap-x-4 gap-y-3 max-md:grid-cols-1">
        {LIMITS.map((one) => (
          <EditField
            key={one.label}
            scope={scope}
            {...one}
            placeholder={one.field.print(DEFAULTS[one.place[1]])}
          />
        ))}
        <EditSelect
          scope={scope}
          place={['onFailure']}
          label="When a run fails or is cancelled"
          fallback="keep"
          options={[
            { value: 'keep', label: 'what it did stays' },
            { value: 'compensate', label: 'what it did is undone' },
          ]}
        />
      </div>
    </FormSection>
  );
}
