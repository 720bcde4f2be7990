// The page of one agent: its head with what can be done, and below it how it does, its versions and its definition.
'use client';
import { useQuery } from '@tanstack/react-query';
import type { AgentHead } from '@/lib/contract/agent';
import { agentOptions } from '@/lib/query/configuration';
import { ApiProblem } from '@/lib/query/problem-error';
import { routes } from '@/lib/routes';
import { SetCrumbs } from '../shell/crumbs';
import { Loading, StaleBanner } from '../shell/load-error';
import { ButtonLink } from '../ui/button-link';
import { EmptyState } from '../ui/empty-state';
import { Glyph } from '../ui/glyph';
import { Tabs } from '../ui/tabs';
import { AgentDefinitionTab } from './agent-definition-tab';
import { AgentHeader } from './agent-header';
import { AgentOverview } from './agent-overview';
import { AgentVersions } from './agent-versions';
import { AGENT_TABS, useAgentView } from './use-agent-view';

export function AgentView({ name }: { name: string }) {
  const query = useQuery(agentOptions(name));
  return (
    <div className="flex h-full flex-col max-md:h-auto">
      <SetCrumbs
        crumbs={[
          { label: 'Agents', href: routes.agents() },
          { label: name, mono: true },
        ]}
      />
      {query.data !== undefined ? (
        <>
          <StaleBanner query={query} />
          <AgentHeader agent={query.data} />
          <AgentTabs agent={query.data} />
        </>
      ) : query.error instanceof ApiProblem && query.error.code === 'not_found' ? (
        <AgentMissing name={name} />
      ) : (
        <Loading what="The agent" query={query} rows={12} />
      )}
    </div>
  );
}

function AgentTabs({ agent }: { agent: AgentHead }) {
  const [view, setView] = useAgentView();
  return (
    <Tabs
      label={`About ${agent.name}`}
      className="min-h-0 flex-1 overflow-auto pt-1"
      value={view.tab}
      onValueChange={(next) => {
        const tab = AGENT_TABS.find((known) => known === next);
        if (tab !== undefined) void setView({ tab }, { history: 'push' });
      }}
      items={[
        { value: 'overview', label: 'Overview', content: <AgentOverview agent={agent} /> },
        {
          value: 'versions',
          label: 'Versions',
          count: agent.latestVersion,
          content: <AgentVersions agent={agent} />,
        },
        { value: 'definition', label: 'Definition', content: <AgentDefinitionTab agent={agent} /> },
      ]}
    />
  );
}

export function AgentMissing({ name }: { name: string }) {
  return (
    <>
      <h1 className="sr-only">No such agent</h1>
      <EmptyState
        title="There is no such agent"
        icon={<Glyph name="agent" />}
        action={<ButtonLink href={routes.agents()}>All agents</ButtonLink>}
      >
        <code className="[overflow-wrap:anywhere]">{name}</code> is not the name of an agent here.
      </EmptyState>
    </>
  );
}
