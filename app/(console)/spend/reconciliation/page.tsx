// The address of what a provider bills beside what was counted here.
import { daysOf, RECONCILED_PERIODS } from '@/components/reconciliation/reconciled-days';
import { ReconciliationView } from '@/components/reconciliation/reconciliation-view';
import { queryKeys } from '@/lib/query/query-keys';
import { IMPORTS_SHOWN } from '@/lib/query/reconciliation';
import { page } from '@/lib/server/http/page';
import { listUsageImports, readReconciliation } from '@/lib/server/queries/read-reconciliation';
import { Prefetched } from '../../prefetched';

export const metadata = { title: 'Reconciliation' };

export default page('runs:read', ({ app, searchParams }) => {
  const said = (name: 'from' | 'to') => {
    const value = searchParams[name];
    return typeof value === 'string' ? value : null;
  };
  const period = RECONCILED_PERIODS.find((known) => known === searchParams.period) ?? '30d';
  const days = daysOf({ period, from: said('from'), to: said('to') }, app.clock.now());
  return (
    <Prefetched
      asked={[
        { queryKey: queryKeys.spend.reconciliation(days), ask: () => readReconciliation(app, days) },
        {
          queryKey: queryKeys.spend.imports(),
          ask: () => listUsageImports(app, { limit: IMPORTS_SHOWN }),
        },
      ]}
    >
      <ReconciliationView />
    </Prefetched>
  );
});
