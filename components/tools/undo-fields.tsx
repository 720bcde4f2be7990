// The form's part about undoing: the tool that takes a call back, and what it is given.
'use client';
import type { ToolDefinition } from '@/lib/domain/tool';
import { DraftJson, DraftText } from '../definition-editor/draft-fields';
import { FieldGroup } from '../definition-editor/field-group';
import type { DefinitionDraft } from '../definition-editor/use-definition-draft';

export function UndoFields({ draft }: { draft: DefinitionDraft<ToolDefinition> }) {
  // Without a tool there is nothing to give arguments to.
  const set: typeof draft.set = (path, next) =>
    next === undefined ? draft.set(['compensateWith'], undefined) : draft.set(path, next);
  const named = draft.at(['compensateWith']) !== undefined;
  return (
    <FieldGroup title="Undoing">
      <DraftText
        draft={{ ...draft, set }}
        path={['compensateWith', 'tool']}
        label="Tool that undoes it"
        mono
        placeholder="payments.cancel_refund"
        hint="People can have a call of an ended run undone by it. It is checked and sent as any other call, once."
      />
      {named && (
        <DraftJson
          draft={draft}
          path={['compensateWith', 'arguments']}
          label="What it is given"
          rows={3}
          hint="JSON. {arguments.order_id} and {result.refund_id} stand for the undone call. Left empty, it is given the same arguments."
        />
      )}
    </FieldGroup>
  );
}
