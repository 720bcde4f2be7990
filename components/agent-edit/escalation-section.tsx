// The form's part about people: which calls ask one, who may decide, and what becomes of a call that nobody decides.
'use client';
import { X } from 'lucide-react';
import { escalationRules } from '@/lib/domain/agent';
import { ROLES } from '@/lib/domain/principal';
import { escalationSentences } from '../runs/escalation-sentences';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { ChainEditor } from './chain-editor';
import { valueAt } from './draft-value';
import { EditField } from './edit-field';
import type { EditScope } from './edit-scope';
import { EditSelect } from './edit-select';
import { FIELDS } from './form-fields';
import { FormSection } from './form-section';
import { alwaysAsked, grantNames } from './grants';
import { WindowsEditor } from './windows-editor';

const DEFAULTS = escalationRules.parse({});
const at = (name: keyof typeof DEFAULTS) => ['escalation', name] as const;

export function EscalationSection({ scope }: { scope: EditScope }) {
  const granted = grantNames(scope.value);
  const stray = alwaysAsked(scope.value).filter((name) => !granted.includes(name));
  const rules = escalationRules.safeParse(valueAt(scope.value, ['escalation']) ?? {});
  return (
    <FormSection title="When it asks a person" about="Tools that always ask are chosen with the tools.">
      <div className="grid grid-cols-2 gap-x-4 gap-y-3 max-md:grid-cols-1">
        <EditField
          scope={scope}
          {...FIELDS.amountAbove}
          placeholder={FIELDS.amountAbove.field.print(DEFAULTS.amountAbove)}
        />
        <EditField
          scope={scope}
          {...FIELDS.confidenceBelow}
          placeholder={FIELDS.confidenceBelow.field.print(DEFAULTS.confidenceBelow)}
        />
        <EditField scope={scope} {...FIELDS.sampleRate} placeholder="0" />
        <EditSelect
          scope={scope}
          place={at('whenConfidenceMissing')}
          label="A confidence that was not stated"
          fallback={DEFAULTS.whenConfidenceMissing}
          options={[
            { value: 'escalate', label: 'asks a person' },
            { value: 'allow', label: 'is let pass' },
          ]}
        />
        <EditSelect
          scope={scope}
          place={at('onUntrustedArgument')}
          label="A recipient, host or command that outsiders may have named"
          fallback="ask"
          options={[
            { value: 'ask', label: 'asks a person' },
            { value: 'deny', label: 'is denied' },
          ]}
        />
        <EditSelect
          scope={scope}
          place={at('onInjectionSuspected')}
          label="Text of outsiders that seems meant for the model"
          fallback="ask"
          options={[
            { value: 'ask', label: 'asks a person before what follows' },
            { value: 'note', label: 'is only noted' },
          ]}
        />
        <EditField
          scope={scope}
          {...FIELDS.expiresMs}
          placeholder={FIELDS.expiresMs.field.print(DEFAULTS.expiresMs)}
        />
        <EditField scope={scope} {...FIELDS.vetoMs} placeholder="never" />
        <EditSelect
          scope={scope}
          place={at('role')}
          label="Who may decide, besides admins"
          fallback={DEFAULTS.role}
          options={ROLES.map((role) => ({ value: role, label: role }))}
        />
        <EditField
          scope={scope}
          {...FIELDS.quorum}
          placeholder={FIELDS.quorum.field.print(DEFAULTS.quorum)}
        />
        <EditSelect
          scope={scope}
          place={at('selfApproval')}
          label="The one who started the run"
          fallback={DEFAULTS.selfApproval}
          options={[
            { value: 'forbid', label: 'can’t decide its calls' },
            { value: 'allow', label: 'may decide its calls' },
          ]}
        />
      </div>
      <ChainEditor scope={scope} />
      <WindowsEditor scope={scope} />
      {stray.length > 0 && (
        <ul data-state-of="failed" className="text-xs">
          {stray.map((name) => (
            <li key={name} className="flex items-center gap-2 text-state">
              {`${name} always asks, but is not granted.`}
              <Button
                size="xs"
                variant="ghost"
                icon={<Icon of={X} size={12} />}
                onClick={() =>
                  scope.change(
                    at('alwaysAsk'),
                    alwaysAsked(scope.value).filter((one) => one !== name),
                  )
                }
              >
                Take it out
              </Button>
            </li>
          ))}
        </ul>
      )}
      {rules.success && (
        <ul aria-label="In words" className="rounded-md bg-sunken px-3 py-2 text-xs text-ink-2">
          {escalationSentences(rules.data).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </FormSection>
  );
}
