// The form's part about the target: the read that is made when a person is asked, and again before the call is sent.
'use client';
import type { ToolDefinition } from '@/lib/domain/tool';
import { DraftJson, DraftText } from '../definition-editor/draft-fields';
import { FieldGroup } from '../definition-editor/field-group';
import type { DefinitionDraft } from '../definition-editor/use-definition-draft';

export function PreconditionFields({ draft }: { draft: DefinitionDraft<ToolDefinition> }) {
  // Without a tool nothing is looked at.
  const set: typeof draft.set = (path, next) =>
    next === undefined ? draft.set(['precondition'], undefined) : draft.set(path, next);
  const named = draft.at(['precondition']) !== undefined;
  return (
    <FieldGroup title="State of its target">
      <DraftText
        draft={{ ...draft, set }}
        path={['precondition', 'tool']}
        label="Tool that looks at it"
        mono
        placeholder="payments.lookup"
        hint="A read, made when a person is asked and once more before the call is sent. Where its answer changed in between, the person is asked again. Agents need no grant for it."
      />
      {named && (
        <>
          <DraftJson
            draft={draft}
            path={['precondition', 'arguments']}
            label="What the look is given"
            rows={3}
            hint="JSON. {arguments.order_id} stands for the call’s own. Left empty, it is given the same arguments."
          />
          <DraftJson
            draft={draft}
            path={['precondition', 'paths']}
            label="Paths that are compared"
            rows={2}
            hint='JSON, a list of dotted paths in its answer: ["refundable"]. Left empty, all of the answer.'
          />
        </>
      )}
    </FieldGroup>
  );
}
