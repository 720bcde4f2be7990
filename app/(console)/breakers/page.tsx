// The address of the breakers.
import { BreakersView } from '@/components/breakers/breakers-view';
import { queryKeys } from '@/lib/query/query-keys';
import { page } from '@/lib/server/http/page';
import { listBreakers } from '@/lib/server/queries/read-breakers';
import { Prefetched } from '../prefetched';

export const metadata = { title: 'Breakers' };

export default page('runs:read', ({ app }) => (
  <Prefetched asked={[{ queryKey: queryKeys.breakers.list(), ask: () => listBreakers(app, { limit: 500 }) }]}>
    <BreakersView />
  </Prefetched>
));
