// The form of a tool's contract: what it is, the call, its arguments, the key, the retries, what its output is.
'use client';
import type { ReactNode } from 'react';
import { EFFECT_CLASSES, type EffectClass, type ToolDefinition } from '@/lib/domain/tool';
import { BreakerFields } from '../definition-editor/breaker-fields';
import {
  DraftJson,
  DraftLines,
  DraftNumber,
  DraftSelect,
  DraftText,
  DraftTick,
} from '../definition-editor/draft-fields';
import { DraftNames } from '../definition-editor/draft-names';
import { DraftPairs } from '../definition-editor/draft-pairs';
import { FieldGroup } from '../definition-editor/field-group';
import type { DefinitionDraft } from '../definition-editor/use-definition-draft';
import { PriceFields } from './price-fields';
import { RetryFields } from './retry-fields';
import { EFFECT_WORDS, RISK_WORDS } from './tool-words';
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

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map((value) => ({ value, label: value }));
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
      {waits ? <WaitFields draft={draft} /> : <CallFields draft={draft} effect={effect} />}
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
      {!waits && <BreakerFields draft={draft} />}
      <FieldGroup title="Trust">
        <div>
          <DraftTick
            draft={draft}
            path={['untrustedOutput']}
            label="Its answer may hold text of outsiders"
            hint="What the agent does after it is marked tainted."
          />
          <DraftTick draft={draft} path={['privateData']} label="Its answer holds private data" />
          <DraftTick draft={draft} path={['externalSink']} label="What is sent leaves the organisation" />
        </div>
        {!waits && (
          <DraftJson
            draft={draft}
            path={['sensitiveArguments']}
            label="Sensitive arguments"
            rows={3}
            hint={
              <>
                By path, such as <code>{'{"to": {"role": "recipient", "allow": ["@example.com"]}}'}</code>, or
                with <code>host</code> and <code>command</code>. Once text of outsiders came in, each has to
                be named by trusted input, the grant or its own list; else a person is asked.
              </>
            }
          />
        )}
      </FieldGroup>
    </>
  );
}

type CallParts = { draft: DefinitionDraft<ToolDefinition>; effect: EffectClass | undefined };

function CallFields({ draft, effect }: CallParts) {
  return (
    <FieldGroup title="The call">
      <div className="grid grid-cols-[110px_minmax(0,1fr)] gap-3">
        <DraftSelect draft={draft} path={['http', 'method']} label="Method" required options={METHODS} />
        <DraftText
          draft={draft}
          path={['http', 'url']}
          label="URL"
          required
          mono
          placeholder="https://api.example.com/orders/{order_id}"
        />
      </div>
      <p className="-mt-1 text-xs text-muted">
        <code>{'{name}'}</code> stands for an argument, <code>{'{{secret:NAME}}'}</code> for a secret; also in
        headers and the body.
      </p>
      <DraftPairs draft={draft} path={['http', 'headers']} one="header" />
      <DraftJson
        draft={draft}
        path={['http', 'bodyTemplate']}
        label="Body template"
        rows={3}
        hint="JSON. Left empty, the arguments are the body, or the query of a GET."
      />
      {(effect === 'reconcilable' || draft.at(['lookup']) !== undefined) && <Lookup draft={draft} />}
      {(draft.at(['http', 'method']) === 'GET' || draft.at(['lookup']) !== undefined) && (
        <DraftNames
          draft={draft}
          path={['http', 'redirectHosts']}
          label="Redirects may lead to"
          placeholder="its own host alone"
          hint="Host names besides its own. A redirect to any other host is refused, and nothing is sent there."
        />
      )}
      <Beside>
        <DraftNumber draft={draft} path={['timeoutMs']} label="Timeout in ms" placeholder="5000" />
        <DraftNumber
          draft={draft}
          path={['concurrency']}
          label="Calls at once"
          placeholder="no limit"
          hint="In all processes together. Runs that find no free slot wait their turn."
        />
      </Beside>
      {(effect === 'read' || draft.at(['cacheMs']) !== undefined) && (
        <DraftNumber
          draft={draft}
          path={['cacheMs']}
          label="Reuse its answer for, in ms"
          placeholder="never"
          hint="So long an answer stands for the same call of every agent that may make it: nothing is sent or charged. A run that has acted since asks anew."
        />
      )}
    </FieldGroup>
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

function Lookup({ draft }: { draft: DefinitionDraft<ToolDefinition> }) {
  // A look-up is always a GET; an emptied address takes the whole look-up away.
  const set: typeof draft.set = (_path, next) =>
    draft.set(['lookup'], next === undefined ? undefined : { method: 'GET', url: next });
  return (
    <DraftText
      draft={{ ...draft, set, errorAt: () => draft.errorAt(['lookup']) }}
      path={['lookup', 'url']}
      label="Look-up URL"
      mono
      placeholder="https://api.example.com/refunds?key={key}"
      hint="A GET that tells whether a call with our key happened. 404, null and an empty list mean that it did not."
    />
  );
}

function Beside({ children }: { children: ReactNode }) {
  return <div className="grid grid-cols-2 gap-3 max-md:grid-cols-1">{children}</div>;
}
