// The form's parts about bounds: of one run, and of all its runs together. Empty means what stands in the field.
'use client';
import { FAIL_AT_BOUND_AFTER_MS } from '@/lib/domain/agent';
import { runLimits } from '@/lib/domain/run';
import { EditField } from './edit-field';
import type { EditScope } from './edit-scope';
import { EditSelect } from './edit-select';
import { FIELDS, LIMITS } from './form-fields';
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
        <EditField
          scope={scope}
          {...FIELDS.failAtBoundAfterMs}
          placeholder={FIELDS.failAtBoundAfterMs.field.print(FAIL_AT_BOUND_AFTER_MS)}
        />
        <EditField scope={scope} {...FIELDS.summaryReserveMicroUsd} placeholder="none is made" />
        <EditSelect
          scope={scope}
          place={['approvalWaits']}
          label="Time that a person takes to decide"
          fallback="excluded"
          options={[
            { value: 'excluded', label: 'is not time at work' },
            { value: 'counted', label: 'counts as time at work' },
          ]}
        />
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

/** What holds for all its runs together. */
export function LoadSection({ scope }: { scope: EditScope }) {
  return (
    <FormSection title="Load" about="What was accepted always goes on: only new runs wait or are refused.">
      <div className="grid grid-cols-3 gap-x-4 gap-y-3 max-md:grid-cols-1">
        <EditField scope={scope} {...FIELDS.concurrency} placeholder="no limit" />
        <EditField scope={scope} {...FIELDS.shedAfterMs} placeholder="never" />
        <EditField scope={scope} {...FIELDS.maxCostPerMinuteMicroUsd} placeholder="never" />
      </div>
    </FormSection>
  );
}
