// The form of a tool's contract: what it is, the call, its arguments, the key, the retries, what its output is.
'use client';
import { EFFECT_CLASSES, type ToolDefinition } from '@/lib/domain/tool';
import { BreakerFields } from '../definition-editor/breaker-fields';
import { DraftJson, DraftLines, DraftSelect, DraftText } from '../definition-editor/draft-fields';
import { FieldGroup } from '../definition-editor/field-group';
import type { DefinitionDraft } from '../definition-editor/use-definition-draft';
import { Beside, CallFields, type CallParts } from './call-fields';
import { PreconditionFields } from './precondition-fields';
import { PriceFields } from './price-fields';
import { RetryFields } from './retry-fields';
import { EFFECT_WORDS, RISK_WORDS } from './tool-words';
import { TrustFields } from './trust-fields';
import { UndoFields } from './undo-fields';
import { FollowUpFields, KindField, WaitFields } from './wait-fields';

/** What the form shows; anything else of the schema is left to the JSON. */
export const TOOL_FORM_KEYS: ReadonlySet<string> = new Set([
  'kind',
  'builtin',
  'event',
  'followUp',
  'description',
  'inputSchema',
  'outputSchema',
  'effect',
  'http',
  'lookup',
  'keyTemplate',
  'compensateWith',
  'precondition',
  'resourceKey',
  'amountPath',
  'amountUnit',
  'price',
  'cacheMs',
  'timeoutMs',
  'retry',
  'breaker',
  'concurrency',
  'sensitiveArguments',
  'untrustedOutput',
  'externalSink',
  'privateData',
  'risk',
]);

const EFFECTS = EFFECT_CLASSES.map((value) => ({ value, label: value }));
const RISKS = ['low', 'medium', 'high'].map((value) => ({ value, label: value }));

export function ToolForm({ draft }: { draft: DefinitionDraft<ToolDefinition> }) {
  const waits = draft.at(['kind']) === 'builtin';
  const effect = EFFECT_CLASSES.find((one) => one === draft.at(['effect']));
  const risk = (['low', 'medium', 'high'] as const).find((one) => one === draft.at(['risk'])) ?? 'low';
  return (
    <>
      <FieldGroup title="What it is">
        <DraftLines
          draft={draft}
          path={['description']}
          label="Description"
          required
          hint="Models read it: say what it does, and what they have to know before they call it."
        />
        <KindField draft={draft} />
        <Beside>
          <DraftSelect
            draft={draft}
            path={['effect']}
            label="Effect"
            required
            options={EFFECTS}
            hint={effect === undefined ? undefined : EFFECT_WORDS[effect]}
          />
          <DraftSelect
            draft={draft}
            path={['risk']}
            label="Risk"
            fallback="low"
            options={RISKS}
            hint={RISK_WORDS[risk]}
          />
        </Beside>
      </FieldGroup>
      {!waits && <CallFields draft={draft} effect={effect} />}
      {draft.at(['builtin']) === 'wait_for_event' && <WaitFields draft={draft} />}
      <FieldGroup title="Arguments and answer">
        <DraftJson
          draft={draft}
          path={['inputSchema']}
          label="Input schema"
          required
          rows={10}
          hint="A JSON Schema of an object. Models are shown it, and no call goes out that does not fit."
        />
        <DraftJson
          draft={draft}
          path={['outputSchema']}
          label="Output schema"
          rows={4}
          hint="Left empty, any answer is taken."
        />
      </FieldGroup>
      {!waits && <KeyAndRetries draft={draft} effect={effect} />}
      {!waits && <PriceFields draft={draft} />}
      {!waits && effect !== 'read' && <FollowUpFields draft={draft} />}
      {!waits && effect !== 'read' && <UndoFields draft={draft} />}
      {!waits && effect !== 'read' && <PreconditionFields draft={draft} />}
      {!waits && <BreakerFields draft={draft} />}
      <TrustFields draft={draft} waits={waits} />
    </>
  );
}

function KeyAndRetries({ draft, effect }: CallParts) {
  return (
    <>
      <FieldGroup title="Key and amount">
        <DraftText
          draft={draft}
          path={['keyTemplate']}
          label="Key template"
          mono
          placeholder="refund:{order_id}"
          hint="Names the business fact, so that it happens once whichever run asks. Left empty, each wanted call is its own."
        />
        {(effect !== 'read' || draft.at(['resourceKey']) !== undefined) && (
          <DraftText
            draft={draft}
            path={['resourceKey']}
            label="Resource"
            mono
            placeholder="ticket:{mail_id}"
            hint="What the call works on. Calls on one resource are made one after the other, whichever tool, agent or run asks; say it where the receiver looks first and acts then. Left empty, they go side by side."
          />
        )}
        <Beside>
          <DraftText
            draft={draft}
            path={['amountPath']}
            label="Amount"
            mono
            placeholder="amount"
            hint="Dotted path of the argument that limits and approvals count."
          />
          <DraftText draft={draft} path={['amountUnit']} label="Unit of the amount" placeholder="EUR" />
        </Beside>
      </FieldGroup>
      <RetryFields draft={draft} />
    </>
  );
}
