// The address of the tools and the models.
import { CatalogView } from '@/components/catalog/catalog-view';
import { pageQuery } from '@/lib/contract/page';
import { queryKeys } from '@/lib/query/query-keys';
import { page } from '@/lib/server/http/page';
import { listConfigured } from '@/lib/server/queries/configuration';
import { listViews } from '@/lib/server/queries/views';
import { Prefetched } from '../prefetched';

const VIEWS = { page: 'tools', limit: 500 } as const;

export const metadata = { title: 'Tools and models' };

const ALL = pageQuery.parse({ limit: '500' });

export default page('tools:read', ({ app, person, searchParams }) => {
  const kind = searchParams.tab === 'models' ? 'models' : 'tools';
  const ask =
    kind === 'models' ? () => listConfigured(app, 'model', ALL) : () => listConfigured(app, 'tool', ALL);
  return (
    <Prefetched
      asked={[
        { queryKey: queryKeys.views.page('tools'), ask: () => listViews(app, person, VIEWS) },
        { queryKey: queryKeys.catalog.list(kind), ask },
      ]}
    >
      <CatalogView />
    </Prefetched>
  );
});
