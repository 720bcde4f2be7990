// A model's address.
import { ModelView } from '@/components/models/model-view';
import { queryKeys } from '@/lib/query/query-keys';
import { page } from '@/lib/server/http/page';
import { readConfigured } from '@/lib/server/queries/configuration';
import { Prefetched } from '../../prefetched';

export async function generateMetadata({ params }: { params: Promise<{ name: string }> }) {
  return { title: (await params).name };
}

export default page('models:read', ({ app, params }) => {
  const name = params.name ?? '';
  const ask = async () => (await readConfigured(app, 'model', name)).shape;
  return (
    <Prefetched asked={[{ queryKey: queryKeys.catalog.one('models', name), ask }]}>
      <ModelView name={name} />
    </Prefetched>
  );
});
