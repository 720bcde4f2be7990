// The agents' address.
import { AgentsView } from '@/components/agents/agents-view';
import { queryKeys } from '@/lib/query/query-keys';
import { page } from '@/lib/server/http/page';
import { listAgents } from '@/lib/server/queries/agents';
import { Prefetched } from '../prefetched';

export const metadata = { title: 'Agents' };

export default page('agents:read', ({ app, searchParams }) => {
  const archived = searchParams.archived === 'only';
  const query = { limit: 500, figures: '24h' as const, ...(archived ? { archived: 'only' as const } : {}) };
  return (
    <Prefetched asked={[{ queryKey: queryKeys.agents.figures(archived), ask: () => listAgents(app, query) }]}>
      <AgentsView />
    </Prefetched>
  );
});
