// All versions of an agent, who made each and what it changed; two of them compared.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AgentHead } from '@/lib/contract/agent';
import type { AgentShape } from '@/lib/contract/configuration';
import { agentVersionsOptions } from '@/lib/query/configuration';
import { useMay } from '../account/use-me';
import { Loading } from '../shell/load-error';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { neighbour } from '../ui/neighbour';
import { Select } from '../ui/select';
import { usePageKeys } from '../ui/use-page-keys';
import { ActivateDialog } from './activate-dialog';
import { comparedVersions } from './compared-versions';
import { useAgentView } from './use-agent-view';
import { VersionDiff } from './version-diff';
import { VersionRow, versionButtonId } from './version-row';

export function AgentVersions({ agent }: { agent: AgentHead }) {
  const query = useQuery(agentVersionsOptions(agent.name));
  if (query.data === undefined) return <Loading what="The versions" query={query} rows={4} />;
  return <Versions agent={agent} versions={query.data.items} />;
}

function Versions({ agent, versions }: { agent: AgentHead; versions: readonly AgentShape[] }) {
  const [view, setView] = useAgentView();
  const [asked, setAsked] = useState<number | undefined>(undefined);
  const mayWrite = useMay('agents:write') && agent.archivedAt === null;
  const { from, to } = comparedVersions(versions, view, agent.version);
  const choose = (version: number): void => void setView({ to: version, from: null });
  const walk = (by: 1 | -1): void => {
    const order = versions.map(({ version }) => String(version));
    const next = Number(neighbour(order, to === undefined ? undefined : String(to.version), by));
    choose(next);
    document.getElementById(versionButtonId(next))?.focus();
  };
  usePageKeys({
    j: { label: 'Next version', act: () => walk(1), repeats: true },
    k: { label: 'Version before', act: () => walk(-1), repeats: true },
  });
  return (
    <div className="grid grid-cols-[372px_minmax(0,1fr)] max-lg:grid-cols-1">
      <ol aria-label="Versions, newest first" className="border-r border-line max-lg:border-r-0">
        {versions.map((version, index) => (
          <VersionRow
            key={version.version}
            version={version}
            before={versions[index + 1]}
            chosen={version.version === to?.version}
            onChoose={() => choose(version.version)}
            act={
              mayWrite && !version.active ? (
                <Button size="xs" onClick={() => setAsked(version.version)}>
                  {version.version < agent.version ? 'Roll back' : 'Activate'}
                </Button>
              ) : undefined
            }
          />
        ))}
      </ol>
      <div className="min-w-0 border-line p-4 max-lg:border-t max-md:p-3">
        {from === undefined || to === undefined ? (
          <EmptyState title="There is one version" className="m-0 max-md:m-0">
            As soon as there are two, what changed stands here.
          </EmptyState>
        ) : (
          <>
            <div className="mb-3 flex flex-wrap items-end gap-3">
              <Select
                label="From"
                className="w-40"
                value={String(from.version)}
                onValueChange={(next) => void setView({ from: Number(next), to: to.version })}
                options={optionsOf(versions, to.version)}
              />
              <Select
                label="To"
                className="w-40"
                value={String(to.version)}
                onValueChange={(next) => void setView({ to: Number(next), from: from.version })}
                options={optionsOf(versions, from.version)}
              />
            </div>
            <VersionDiff before={from} after={to} look="two" context={3} />
          </>
        )}
      </div>
      {asked !== undefined && (
        <ActivateDialog agent={agent} version={asked} onClose={() => setAsked(undefined)} />
      )}
    </div>
  );
}

function optionsOf(versions: readonly AgentShape[], other: number) {
  return versions.map(({ version, active }) => ({
    value: String(version),
    label: `v${version}`,
    ...(active ? { detail: 'active' } : {}),
    disabled: version === other,
  }));
}
