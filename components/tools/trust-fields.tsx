// Who may have written what comes back, what must not leave, and which arguments outsiders may not choose.
'use client';
import type { ToolDefinition } from '@/lib/domain/tool';
import { DraftTick } from '../definition-editor/draft-fields';
import { FieldGroup } from '../definition-editor/field-group';
import type { DefinitionDraft } from '../definition-editor/use-definition-draft';
import { SensitiveFields } from './sensitive-fields';

export type TrustFieldsProps = { draft: DefinitionDraft<ToolDefinition>; waits: boolean };

export function TrustFields({ draft, waits }: TrustFieldsProps) {
  return (
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
      {!waits && <SensitiveFields draft={draft} />}
    </FieldGroup>
  );
}
