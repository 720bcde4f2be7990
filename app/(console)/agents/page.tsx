// The agents' address.
import { AgentsView } from '@/components/agents/agents-view';
import { queryKeys } from '@/lib/query/query-keys';
import { page } from '@/lib/server/http/page';
import { listAgents } from '@/lib/server/queries/agents';
import { listViews } from '@/lib/server/queries/views';
import { Prefetched } from '../prefetched';

const VIEWS = { page: 'agents', limit: 500 } as const;

export const metadata = { title: 'Agents' };

export default page('agents:read', ({ app, person, searchParams }) => {
  const archived = searchParams.archived === 'only';
  const query = { limit: 500, figures: '24h' as const, ...(archived ? { archived: 'only' as const } : {}) };
  return (
    <Prefetched
      asked={[
        { queryKey: queryKeys.views.page('agents'), ask: () => listViews(app, person, VIEWS) },
        { queryKey: queryKeys.agents.figures(archived), ask: () => listAgents(app, query) },
      ]}
    >
      <AgentsView />
    </Prefetched>
  );
});
