// Makes a tool or a new version of one: form and JSON over the schema that the server parses with, and a try of the draft where it only reads.
'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { resourceName } from '@/lib/domain/names';
import { type ToolDefinition, toolDefinition } from '@/lib/domain/tool';
import { listedToolsOptions, putToolMutation, toolVersionsOptions } from '@/lib/query/catalog';
import { toolOptions } from '@/lib/query/configuration';
import { routes } from '@/lib/routes';
import { onlyInJson } from '../catalog/only-in-json';
import { takenName } from '../catalog/taken-name';
import { DefinitionEditor } from '../definition-editor/definition-editor';
import { FieldGroup } from '../definition-editor/field-group';
import type { DefinitionDraft } from '../definition-editor/use-definition-draft';
import { Loading } from '../shell/load-error';
import { TOOL_FORM_KEYS, ToolForm } from './tool-form';
import { TryTool } from './try-tool';

const EMPTY = {
  kind: 'http',
  description: '',
  effect: 'read',
  http: { method: 'GET', url: '' },
  inputSchema: { type: 'object', properties: {}, required: [], additionalProperties: false },
};

const LIST = { label: 'Tools and models', href: routes.tools() };

const SHARED = {
  schema: toolDefinition,
  onlyInJson: onlyInJson(Object.keys(toolDefinition.shape), TOOL_FORM_KEYS),
  pageOf: (name: string) => routes.tool(name),
  form: (draft: DefinitionDraft<ToolDefinition>) => <ToolForm draft={draft} />,
  aside: (draft: DefinitionDraft<ToolDefinition>, name: string) => <TryDraft draft={draft} name={name} />,
} as const;

export function NewTool() {
  const put = useMutation(putToolMutation());
  const used = useQuery(listedToolsOptions(false)).data?.items ?? [];
  const archived = useQuery(listedToolsOptions(true)).data?.items ?? [];
  return (
    <DefinitionEditor
      {...SHARED}
      title="New tool"
      crumbs={[LIST]}
      name={undefined}
      initial={EMPTY}
      before={undefined}
      archived={false}
      baseVersion={undefined}
      save={put.mutateAsync}
      nameProblem={(name) => takenName(name, 'tool', [...used, ...archived])}
    />
  );
}

export function EditTool({ name }: { name: string }) {
  const put = useMutation(putToolMutation());
  const tool = useQuery(toolOptions(name));
  const versions = useQuery(toolVersionsOptions(name));
  if (tool.data === undefined) return <Loading what="The tool" query={tool} rows={10} />;
  if (versions.data === undefined) return <Loading what="The versions" query={versions} rows={10} />;
  return (
    <DefinitionEditor
      {...SHARED}
      title={`Edit ${name}`}
      crumbs={[LIST, { label: name, href: routes.tool(name), mono: true }]}
      name={name}
      initial={tool.data.definition}
      before={tool.data.definition}
      archived={tool.data.archivedAt !== null}
      baseVersion={versions.data.items[0]?.version}
      save={put.mutateAsync}
      nameProblem={() => undefined}
    />
  );
}

function TryDraft({ draft, name }: { draft: DefinitionDraft<ToolDefinition>; name: string }) {
  const { parsed } = draft;
  return (
    <FieldGroup title="Try it before it is saved">
      {parsed === undefined ? (
        <p className="text-muted">As soon as the contract is whole, a call can be tried here.</p>
      ) : parsed.effect === 'read' && parsed.http?.method === 'GET' ? (
        <TryTool
          key={JSON.stringify(parsed.inputSchema)}
          name={resourceName.safeParse(name).success ? name : undefined}
          definition={parsed}
          draft
        />
      ) : (
        <p className="text-muted">
          Only a read by GET can be tried before it is saved: anything else may really act.
        </p>
      )}
    </FieldGroup>
  );
}
