// The page of one tool: its contract in plain words, its schemas, who may call it, how it does; a try; its versions; the whole as JSON.
'use client';
import { useQuery } from '@tanstack/react-query';
import type { ToolShape } from '@/lib/contract/configuration';
import { toolHealthOptions, toolVersionsOptions } from '@/lib/query/catalog';
import { agentsOptions, toolOptions } from '@/lib/query/configuration';
import { ApiProblem } from '@/lib/query/problem-error';
import { routes } from '@/lib/routes';
import { useMay } from '../account/use-me';
import { agentsWithTool } from '../catalog/agents-that-use';
import { ArchiveButton } from '../catalog/archive-button';
import { EntryHead, EntryMissing } from '../catalog/entry-head';
import { EntryTabs } from '../catalog/entry-tabs';
import { HealthSection } from '../catalog/health-section';
import { SchemaTable } from '../catalog/schema-table';
import { VersionsPanel } from '../catalog/versions-panel';
import { WordsList } from '../catalog/words-list';
import { Loading, StaleBanner } from '../shell/load-error';
import { ButtonLink } from '../ui/button-link';
import { Seam } from '../ui/seam';
import { ToolUsers } from './tool-users';
import { contractWords } from './tool-words';
import { TryTool } from './try-tool';

export function ToolView({ name }: { name: string }) {
  const query = useQuery(toolOptions(name));
  if (query.data === undefined)
    return query.error instanceof ApiProblem && query.error.code === 'not_found' ? (
      <EntryMissing kind="tools" name={name} />
    ) : (
      <Loading what="The tool" query={query} rows={12} />
    );
  return (
    <div className="flex h-full flex-col max-md:h-auto">
      <StaleBanner query={query} />
      <ToolHead tool={query.data} />
      <ToolTabs tool={query.data} />
    </div>
  );
}

function ToolHead({ tool }: { tool: ToolShape }) {
  const { name, version, archivedAt, definition } = tool;
  const mayWrite = useMay('tools:write');
  const agents = useQuery(agentsOptions()).data?.items;
  const users = agents && agentsWithTool(agents, name).map((user) => user.agent);
  return (
    <EntryHead
      kind="tools"
      name={name}
      version={version}
      archived={archivedAt !== null}
      description={definition.description}
      marks={[definition.effect, `${definition.risk} risk`]}
      actions={
        mayWrite && (
          <>
            {archivedAt === null && <ArchiveButton kind="tools" name={name} users={users} />}
            <ButtonLink href={routes.editTool(name)} variant="primary">
              {archivedAt === null ? 'Edit' : 'Bring back'}
            </ButtonLink>
          </>
        )
      }
    />
  );
}

function ToolTabs({ tool }: { tool: ToolShape }) {
  const { name, version, archivedAt, definition } = tool;
  const mayTry = useMay('tools:write') && archivedAt === null;
  const versions = useQuery(toolVersionsOptions(name));
  return (
    <EntryTabs
      name={name}
      contractLabel="Contract"
      contract={<Contract tool={tool} />}
      tryIt={mayTry ? <TryTool key={version} name={name} definition={definition} /> : undefined}
      versions={<VersionsPanel query={versions} />}
      definition={definition}
    />
  );
}

function Contract({ tool: { name, definition } }: { tool: ToolShape }) {
  const health = useQuery(toolHealthOptions(name));
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] max-lg:grid-cols-1">
      <div className="border-line lg:border-r">
        <Seam title="Contract">
          <WordsList words={contractWords(definition)} />
        </Seam>
      </div>
      <div className="max-lg:border-t max-lg:border-line">
        <HealthSection query={health} none="No run has called it in this time. Tries are not counted." />
        <ToolUsers name={name} />
        <Seam title="Input">
          <SchemaTable
            schema={definition.inputSchema}
            label="input schema"
            none="The schema names no fields: it takes no arguments, or any."
          />
        </Seam>
        <Seam title="Output">
          <SchemaTable
            schema={definition.outputSchema}
            label="output schema"
            none={
              definition.outputSchema === undefined
                ? 'No schema is declared: any answer is taken.'
                : 'The schema names no fields.'
            }
          />
        </Seam>
      </div>
    </div>
  );
}
