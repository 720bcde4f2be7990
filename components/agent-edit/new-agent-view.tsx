// The form for another agent: knows which names are taken, also by the archived.
'use client';
import { useQuery } from '@tanstack/react-query';
import { agentFiguresOptions } from '@/lib/query/agents';
import { agentsOptions } from '@/lib/query/configuration';
import { routes } from '@/lib/routes';
import { SetCrumbs } from '../shell/crumbs';
import { EditAgent } from './edit-agent';
import { NEW_DEFINITION } from './new-agent';

export function NewAgentView() {
  const used = useQuery(agentsOptions());
  const archived = useQuery(agentFiguresOptions(true));
  const taken = [...(used.data?.items ?? []), ...(archived.data?.items ?? [])].map(({ name }) => name);
  return (
    <>
      <SetCrumbs crumbs={[{ label: 'Agents', href: routes.agents() }, { label: 'New agent' }]} />
      <EditAgent base={undefined} initial={NEW_DEFINITION} taken={taken} onRebase={() => undefined} />
    </>
  );
}
