// A tool's address.
import { ToolView } from '@/components/tools/tool-view';
import { queryKeys } from '@/lib/query/query-keys';
import { page } from '@/lib/server/http/page';
import { readConfigured } from '@/lib/server/queries/configuration';
import { Prefetched } from '../../prefetched';

export async function generateMetadata({ params }: { params: Promise<{ name: string }> }) {
  return { title: (await params).name };
}

export default page('tools:read', ({ app, params }) => {
  const name = params.name ?? '';
  const ask = async () => (await readConfigured(app, 'tool', name)).shape;
  return (
    <Prefetched asked={[{ queryKey: queryKeys.catalog.one('tools', name), ask }]}>
      <ToolView name={name} />
    </Prefetched>
  );
});
