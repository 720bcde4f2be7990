// The overview's address.
import { OverviewView } from '@/components/overview/overview-view';
import { OVERVIEW_PERIODS } from '@/lib/contract/overview';
import { queryKeys } from '@/lib/query/query-keys';
import { page } from '@/lib/server/http/page';
import { readMe } from '@/lib/server/queries/read-me';
import { readOverview } from '@/lib/server/queries/read-overview';
import { Prefetched } from './prefetched';

export const metadata = { title: 'Overview' };

export default page('runs:read', ({ app, person, searchParams }) => {
  const period = OVERVIEW_PERIODS.find((known) => known === searchParams.period) ?? '24h';
  return (
    <Prefetched
      asked={[
        { queryKey: queryKeys.me(), ask: async () => readMe(person) },
        { queryKey: queryKeys.overview.period(period), ask: () => readOverview(app, period) },
      ]}
    >
      <OverviewView />
    </Prefetched>
  );
});
