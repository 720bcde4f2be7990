// When the breaker of a tool or a model opens; empty fields have the defaults that stand in them.
'use client';
import type { BreakerSettings } from '@/lib/domain/breaker';
import { DraftNumber } from './draft-fields';
import { FieldGroup } from './field-group';
import type { DefinitionDraft } from './use-definition-draft';

type Guarded = { readonly breaker?: BreakerSettings | undefined };

/** What `breakerPolicyOf` takes where nothing is declared; a window in calls is left to the JSON, since it excludes the one in time. */
const FIELDS: readonly (readonly [setting: keyof BreakerSettings, label: string, placeholder: string])[] = [
  ['failureRate', 'Opens at this share of failures', '0.5'],
  ['slowRate', 'Or of slow calls', '0.9'],
  ['slowCallMs', 'Slow from, in ms', 'half of the timeout'],
  ['windowMs', 'Judged over, in ms', '60000'],
  ['minimumCalls', 'At least so many calls', '10'],
  ['openMs', 'Stays open for, in ms', '30000'],
  ['probes', 'Probes that close it', '3'],
];

export function BreakerFields<T extends Guarded>({ draft }: { draft: DefinitionDraft<T> }) {
  return (
    <FieldGroup title="Breaker">
      <div className="grid grid-cols-3 gap-3 max-md:grid-cols-1">
        {FIELDS.map(([setting, label, placeholder]) => (
          <DraftNumber
            key={setting}
            draft={draft}
            path={['breaker', setting]}
            label={label}
            placeholder={placeholder}
          />
        ))}
      </div>
    </FieldGroup>
  );
}
