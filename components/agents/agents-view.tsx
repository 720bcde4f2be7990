// The list of agents: what each is, which version new runs use, how it went lately. Text and the archived ones stand in the URL.
'use client';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useRef } from 'react';
import { agentFiguresOptions } from '@/lib/query/agents';
import { routes } from '@/lib/routes';
import { useMay } from '../account/use-me';
import { Loading, StaleBanner } from '../shell/load-error';
import { Button } from '../ui/button';
import { ButtonLink } from '../ui/button-link';
import { EmptyState } from '../ui/empty-state';
import { Glyph } from '../ui/glyph';
import { Icon } from '../ui/icon';
import { PageHead } from '../ui/page-head';
import { SearchField } from '../ui/search-field';
import { ToggleGroup } from '../ui/toggle-group';
import { usePageKeys } from '../ui/use-page-keys';
import { SavedViews } from '../views/saved-views';
import { AgentsTable } from './agents-table';
import { matchingAgents } from './matching-agents';

const parsers = { q: parseAsString, archived: parseAsStringLiteral(['only']) };

export function AgentsView() {
  const [{ q, archived }, set] = useQueryStates(parsers);
  const query = useQuery(agentFiguresOptions(archived === 'only'));
  const agents = query.data?.items ?? [];
  const shown = matchingAgents(agents, q ?? '');
  const mayWrite = useMay('agents:write');
  const router = useRouter();
  const search = useRef<HTMLInputElement>(null);
  usePageKeys({
    '/': { label: 'Search', act: () => search.current?.focus() },
    n: { label: 'New agent', act: mayWrite ? () => router.push(routes.newAgent()) : undefined },
  });
  const create = (
    <ButtonLink href={routes.newAgent()} variant="primary" icon={<Icon of={Plus} />} keyHint="N">
      New agent
    </ButtonLink>
  );
  return (
    <div className="flex h-full flex-col">
      <PageHead title="Agents" actions={mayWrite ? create : undefined}>
        <SavedViews page="agents" path={routes.agents()} all="All agents" />
      </PageHead>
      <div className="flex min-h-11 flex-none flex-wrap items-center gap-2 border-b border-line bg-surface px-4 py-1.5 text-xs max-md:px-3">
        <SearchField
          ref={search}
          label="Search name, model, tool"
          keyHint="/"
          value={q ?? ''}
          onValueChange={(text) => void set({ q: text === '' ? null : text })}
        />
        <ToggleGroup
          label="Which agents"
          value={archived ?? 'used'}
          onValueChange={(next) => void set({ archived: next === 'only' ? 'only' : null })}
          options={[
            { value: 'used', label: 'In use' },
            { value: 'only', label: 'Archived' },
          ]}
        />
      </div>
      <StaleBanner query={query} />
      {query.data === undefined ? (
        <Loading what="The agents" query={query} rows={6} />
      ) : shown.length > 0 ? (
        <AgentsTable agents={shown} />
      ) : agents.length > 0 ? (
        <EmptyState
          title="No agent matches"
          icon={<Glyph name="agent" />}
          action={<Button onClick={() => void set({ q: null })}>Clear the search</Button>}
        >
          Name, description, model and tools are searched.
        </EmptyState>
      ) : archived === 'only' ? (
        <EmptyState title="No agent is archived" icon={<Glyph name="agent" />}>
          An archived agent takes no new runs. Its versions and runs stay, and it can be brought back.
        </EmptyState>
      ) : (
        <EmptyState title="There is no agent yet" look="page" action={mayWrite ? create : undefined}>
          An agent is a prompt, a model, the tools it may call and the bounds it keeps: what it may do alone,
          and what it asks a person for. Each change makes a version; runs keep the one they began with.
        </EmptyState>
      )}
    </div>
  );
}
