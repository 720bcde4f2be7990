// The fields of a tool that waits for an event, and the cap of one that contacts somebody.
'use client';
import type { ToolDefinition } from '@/lib/domain/tool';
import { DraftNumber, DraftSelect, DraftText } from '../definition-editor/draft-fields';
import { FieldGroup } from '../definition-editor/field-group';
import type { DefinitionDraft } from '../definition-editor/use-definition-draft';

type Draft = { draft: DefinitionDraft<ToolDefinition> };

const KINDS = [
  { value: 'http', label: 'Calls an address' },
  { value: 'wait_for_event', label: 'Waits for an event' },
  { value: 'ask_person', label: 'Asks a person' },
];
const BEYOND = [
  { value: 'deny', label: 'Deny the call' },
  { value: 'ask', label: 'Ask a person' },
];

const FOREIGN_TO_WAITS = [
  'lookup',
  'keyTemplate',
  'resourceKey',
  'compensateWith',
  'precondition',
  'amountPath',
  'followUp',
  'price',
  'breaker',
  'concurrency',
];

/** What the runtime takes as a question. */
const QUESTION_SCHEMA = {
  type: 'object',
  properties: {
    question: { type: 'string', maxLength: 2_000 },
    choices: { type: 'array', maxItems: 20, items: { type: 'string', maxLength: 200 } },
    context: { type: 'string', maxLength: 4_000 },
  },
  required: ['question'],
  additionalProperties: false,
};

/** Another kind has other fields: what means nothing for it goes. */
export function KindField({ draft }: Draft) {
  const builtin = draft.at(['builtin']);
  const at: typeof draft.at = (path) => (draft.at(['kind']) === 'builtin' ? builtin : draft.at(path));
  const set: typeof draft.set = (_path, next) => {
    const isBuiltin = next === 'wait_for_event' || next === 'ask_person';
    draft.set(['kind'], isBuiltin ? 'builtin' : 'http');
    draft.set(['http'], isBuiltin ? undefined : { method: 'GET', url: '' });
    draft.set(['builtin'], isBuiltin ? next : undefined);
    draft.set(['event'], next === 'wait_for_event' ? { keyTemplate: '' } : undefined);
    if (!isBuiltin) return;
    draft.set(['effect'], 'read');
    // Whoever sends an event is an outsider until somebody says otherwise; whoever answers has signed in.
    draft.set(['untrustedOutput'], next === 'wait_for_event');
    if (next === 'ask_person') draft.set(['inputSchema'], QUESTION_SCHEMA);
    for (const field of FOREIGN_TO_WAITS) draft.set([field], undefined);
  };
  return <DraftSelect draft={{ ...draft, at, set }} path={['kind']} label="Kind" required options={KINDS} />;
}

export function WaitFields({ draft }: Draft) {
  return (
    <FieldGroup title="What it waits for">
      <DraftText
        draft={draft}
        path={['event', 'keyTemplate']}
        label="Correlation key"
        required
        mono
        placeholder="reply:{order_id}"
        hint="Who sends the event names the same key."
      />
      <DraftNumber
        draft={draft}
        path={['event', 'timeoutMs']}
        label="At the longest, in ms"
        placeholder="604800000"
        hint="Then the agent is told that nothing came. At most 90 days; the run’s deadline does not count it."
      />
    </FieldGroup>
  );
}

export function FollowUpFields({ draft }: Draft) {
  const declared = draft.at(['followUp']) !== undefined;
  // Without a key there is no cap.
  const set: typeof draft.set = (_path, next) =>
    next === undefined
      ? draft.set(['followUp'], undefined)
      : draft.set(
          ['followUp'],
          declared
            ? { ...asObject(draft.at(['followUp'])), keyTemplate: next }
            : { keyTemplate: next, max: 2 },
        );
  return (
    <FieldGroup title="Follow-ups">
      <DraftText
        draft={{ ...draft, set }}
        path={['followUp', 'keyTemplate']}
        label="Correlation key"
        mono
        placeholder="reply:{order_id}"
        hint="Of a tool that contacts somebody: its calls on one key are counted until an event comes in. Left empty, none are."
      />
      {declared && (
        <div className="grid grid-cols-2 gap-3 max-md:grid-cols-1">
          <DraftNumber
            draft={draft}
            path={['followUp', 'max']}
            label="Follow-ups after the first contact"
            placeholder="2"
          />
          <DraftSelect
            draft={draft}
            path={['followUp', 'beyond']}
            label="Beyond that"
            fallback="deny"
            options={BEYOND}
          />
        </div>
      )}
    </FieldGroup>
  );
}

const asObject = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});
