// Who may have written what comes back, what must not leave, and which arguments outsiders may not choose.
'use client';
import type { ToolDefinition } from '@/lib/domain/tool';
import { DraftJson, DraftTick } from '../definition-editor/draft-fields';
import { FieldGroup } from '../definition-editor/field-group';
import type { DefinitionDraft } from '../definition-editor/use-definition-draft';

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
      {!waits && (
        <DraftJson
          draft={draft}
          path={['sensitiveArguments']}
          label="Sensitive arguments"
          rows={3}
          hint={
            <>
              By path, such as <code>{'{"to": {"role": "recipient", "allow": ["@example.com"]}}'}</code>, or
              with <code>host</code> and <code>command</code>. Once text of outsiders came in, each has to be
              named by trusted input, the grant or its own list; else a person is asked.
            </>
          }
        />
      )}
    </FieldGroup>
  );
}
