// The form's part about repeating a call: how often, how late, and how much of all calls may be repeats.
'use client';
import type { ToolDefinition } from '@/lib/domain/tool';
import { DraftNumber } from '../definition-editor/draft-fields';
import { FieldGroup } from '../definition-editor/field-group';
import type { DefinitionDraft } from '../definition-editor/use-definition-draft';

export function RetryFields({ draft }: { draft: DefinitionDraft<ToolDefinition> }) {
  return (
    <FieldGroup title="Retries">
      <div className="grid grid-cols-3 gap-3 max-md:grid-cols-1">
        <DraftNumber draft={draft} path={['retry', 'maxAttempts']} label="Attempts" placeholder="3" />
        <DraftNumber draft={draft} path={['retry', 'baseMs']} label="First wait in ms" placeholder="200" />
        <DraftNumber draft={draft} path={['retry', 'capMs']} label="Longest wait in ms" placeholder="5000" />
        <DraftNumber
          draft={draft}
          path={['retry', 'budget', 'ratio']}
          label="Retries for each first attempt"
          placeholder="0.1"
          hint="Of all calls of this tool, so that a storm is capped."
        />
        <DraftNumber
          draft={draft}
          path={['retry', 'budget', 'minPerMinute']}
          label="And a minute at least"
          placeholder="60"
        />
      </div>
    </FieldGroup>
  );
}
