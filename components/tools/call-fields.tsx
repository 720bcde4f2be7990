// The form's part about the request: what is sent where, how long it may take, and how long its answer may be reused.
'use client';
import type { ReactNode } from 'react';
import type { EffectClass, ToolDefinition } from '@/lib/domain/tool';
import { DraftJson, DraftNumber, DraftSelect, DraftText } from '../definition-editor/draft-fields';
import { DraftNames } from '../definition-editor/draft-names';
import { DraftPairs } from '../definition-editor/draft-pairs';
import { FieldGroup } from '../definition-editor/field-group';
import type { DefinitionDraft } from '../definition-editor/use-definition-draft';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map((value) => ({ value, label: value }));

export type CallParts = { draft: DefinitionDraft<ToolDefinition>; effect: EffectClass | undefined };

export function CallFields({ draft, effect }: CallParts) {
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
          hint="So long an answer stands for the same call of every agent that may make it: nothing is sent or charged. A run that has acted since asks anew. Never where its request names a secret from a variable or a file."
        />
      )}
    </FieldGroup>
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

/** Two fields side by side where there is room. */
export function Beside({ children }: { children: ReactNode }) {
  return <div className="grid grid-cols-2 gap-3 max-md:grid-cols-1">{children}</div>;
}
