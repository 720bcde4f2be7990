// The page of one model: where it is reached, what it costs, which agents think with it, how it does; a try; its versions; the whole as JSON.
'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import type { ModelShape } from '@/lib/contract/configuration';
import { plural } from '@/lib/format/count';
import { modelHealthOptions, modelOptions, modelVersionsOptions } from '@/lib/query/catalog';
import { agentsOptions } from '@/lib/query/configuration';
import { ApiProblem } from '@/lib/query/problem-error';
import { routes } from '@/lib/routes';
import { useMay } from '../account/use-me';
import { agentsWithModel } from '../catalog/agents-that-use';
import { ArchiveButton } from '../catalog/archive-button';
import { EntryHead, EntryMissing } from '../catalog/entry-head';
import { EntryTabs } from '../catalog/entry-tabs';
import { HealthSection } from '../catalog/health-section';
import { hostOf } from '../catalog/matching';
import { VersionsPanel } from '../catalog/versions-panel';
import { WordsList } from '../catalog/words-list';
import { Loading, StaleBanner } from '../shell/load-error';
import { ButtonLink } from '../ui/button-link';
import { Seam } from '../ui/seam';
import { modelWords } from './model-words';
import { TryModel } from './try-model';
import { useShownPrices } from './use-shown-prices';

export function ModelView({ name }: { name: string }) {
  const query = useQuery(modelOptions(name));
  const versions = useQuery(modelVersionsOptions(name));
  const mayWrite = useMay('models:write');
  if (query.data === undefined)
    return query.error instanceof ApiProblem && query.error.code === 'not_found' ? (
      <EntryMissing kind="models" name={name} />
    ) : (
      <Loading what="The model" query={query} rows={12} />
    );
  const { archivedAt, definition, version } = query.data;
  return (
    <div className="flex h-full flex-col max-md:h-auto">
      <StaleBanner query={query} />
      <ModelHead model={query.data} mayWrite={mayWrite} />
      <EntryTabs
        name={name}
        contractLabel="Overview"
        contract={<Overview model={query.data} />}
        tryIt={mayWrite && archivedAt === null ? <TryModel key={version} name={name} /> : undefined}
        versions={<VersionsPanel query={versions} />}
        definition={definition}
      />
    </div>
  );
}

function ModelHead({ model, mayWrite }: { model: ModelShape; mayWrite: boolean }) {
  const { name, version, archivedAt, definition } = model;
  const agents = useQuery(agentsOptions()).data?.items;
  const users = agents && agentsWithModel(agents, name).map((agent) => agent.name);
  return (
    <EntryHead
      kind="models"
      name={name}
      version={version}
      archived={archivedAt !== null}
      description={`${definition.model} at ${hostOf(definition.baseUrl)}`}
      marks={[definition.provider]}
      actions={
        mayWrite && (
          <>
            {archivedAt === null && <ArchiveButton kind="models" name={name} users={users} />}
            <ButtonLink href={routes.editModel(name)} variant="primary">
              {archivedAt === null ? 'Edit' : 'Bring back'}
            </ButtonLink>
          </>
        )
      }
    />
  );
}

function Overview({ model: { name, definition } }: { model: ModelShape }) {
  const health = useQuery(modelHealthOptions(name));
  const shown = useShownPrices();
  const agents = useQuery(agentsOptions());
  const users = agents.data && agentsWithModel(agents.data.items, name);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] max-lg:grid-cols-1">
      <div className="border-line lg:border-r">
        <Seam title="How it is reached, and what it costs">
          <WordsList words={modelWords(definition, shown(definition))} />
        </Seam>
      </div>
      <div className="max-lg:border-t max-lg:border-line">
        <HealthSection query={health} none="No run has asked it in this time. Tries are not counted." />
        <Seam
          title="Who thinks with it"
          note={users === undefined ? undefined : plural(users.length, 'agent')}
        >
          {users === undefined ? (
            <Loading what="The agents" query={agents} rows={2} />
          ) : users.length === 0 ? (
            <p className="px-4 pb-4 text-muted max-md:px-3">
              No agent does. An agent’s definition names the model it thinks with.
            </p>
          ) : (
            <ul className="pb-2">
              {users.map((agent) => (
                <li key={agent.name} className="border-t border-line-soft px-4 py-2 max-md:px-3">
                  <Link href={routes.agent(agent.name)} className="font-medium hover:underline">
                    {agent.name}
                  </Link>{' '}
                  <span className="text-faint">{`v${agent.version}`}</span>
                </li>
              ))}
            </ul>
          )}
        </Seam>
      </div>
    </div>
  );
}
