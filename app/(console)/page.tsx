// The overview's address.
import { OverviewView } from '@/components/overview/overview-view';
import { OVERVIEW_PERIODS } from '@/lib/contract/overview';
import { queryKeys } from '@/lib/query/query-keys';
import { page } from '@/lib/server/http/page';
import { readOverview } from '@/lib/server/queries/read-overview';
import { Prefetched } from './prefetched';

export const metadata = { title: 'Overview' };

export default page('runs:read', ({ app, person, searchParams }) => {
  const period = OVERVIEW_PERIODS.find((known) => known === searchParams.period) ?? '24h';
  return (
    <Prefetched
      // The layout has asked for the usual period.
      asked={
        period === '24h'
          ? []
          : [{ queryKey: queryKeys.overview.period(period), ask: () => readOverview(app, period, person.id) }]
      }
    >
      <OverviewView />
    </Prefetched>
  );
});
