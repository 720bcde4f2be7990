// An agent's address.
import { AgentView } from '@/components/agents/agent-view';
import { queryKeys } from '@/lib/query/query-keys';
import { page } from '@/lib/server/http/page';
import { readAgent, readAgentHealth } from '@/lib/server/queries/agents';
import { Prefetched } from '../../prefetched';

export async function generateMetadata({ params }: { params: Promise<{ name: string }> }) {
  return { title: `Agent ${(await params).name}` };
}

export default page('agents:read', ({ app, params }) => {
  const name = params.name ?? '';
  return (
    <Prefetched
      asked={[
        { queryKey: queryKeys.catalog.one('agents', name), ask: () => readAgent(app, name) },
        { queryKey: queryKeys.agents.health(name), ask: () => readAgentHealth(app, name) },
      ]}
    >
      <AgentView name={name} />
    </Prefetched>
  );
});
