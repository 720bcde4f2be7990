// The edit of an agent that is there: begins with its newest version, and stays with that one whatever is saved meanwhile.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AgentShape } from '@/lib/contract/configuration';
import { jsonValue } from '@/lib/domain/json';
import { agentVersionsOptions } from '@/lib/query/configuration';
import { ApiProblem } from '@/lib/query/problem-error';
import { routes } from '@/lib/routes';
import { AgentMissing } from '../agents/agent-view';
import { SetCrumbs } from '../shell/crumbs';
import { Loading } from '../shell/load-error';
import { ButtonLink } from '../ui/button-link';
import { EmptyState } from '../ui/empty-state';
import { Glyph } from '../ui/glyph';
import { PageHead } from '../ui/page-head';
import { EditAgent } from './edit-agent';

export function EditAgentView({ name }: { name: string }) {
  const query = useQuery(agentVersionsOptions(name));
  const [begun, setBegun] = useState<AgentShape | undefined>(undefined);
  const newest = query.data?.items[0];
  if (begun === undefined && newest !== undefined) setBegun(newest);
  const base = begun ?? newest;
  return (
    <>
      <SetCrumbs
        crumbs={[
          { label: 'Agents', href: routes.agents() },
          { label: name, href: routes.agent(name), mono: true },
          { label: 'Edit' },
        ]}
      />
      {base === undefined ? (
        query.error instanceof ApiProblem && query.error.code === 'not_found' ? (
          <AgentMissing name={name} />
        ) : (
          <Loading what="The agent" query={query} rows={12} />
        )
      ) : base.archivedAt !== null ? (
        <>
          <PageHead title={`Edit ${name}`} />
          <EmptyState
            title={`${name} is archived`}
            icon={<Glyph name="agent" />}
            action={<ButtonLink href={routes.agent(name)}>To the agent</ButtonLink>}
          >
            Bring it back first: saving would do so too.
          </EmptyState>
        </>
      ) : (
        <EditAgent base={base} initial={jsonValue.parse(base.definition)} taken={[]} onRebase={setBegun} />
      )}
    </>
  );
}
