// The address of an agent's edit.
import { EditAgentView } from '@/components/agent-edit/edit-agent-view';
import { queryKeys } from '@/lib/query/query-keys';
import { page } from '@/lib/server/http/page';
import { listVersions } from '@/lib/server/queries/configuration';
import { Prefetched } from '../../../prefetched';

export async function generateMetadata({ params }: { params: Promise<{ name: string }> }) {
  return { title: `Edit ${(await params).name}` };
}

export default page('agents:write', ({ app, params }) => {
  const name = params.name ?? '';
  return (
    <Prefetched
      asked={[
        {
          queryKey: queryKeys.catalog.versions('agents', name),
          ask: () => listVersions(app, 'agent', name, { limit: 500 }),
        },
      ]}
    >
      <EditAgentView name={name} />
    </Prefetched>
  );
});
