// The address of the demo's incidents; where the demo is off there is nothing here.
import { notFound } from 'next/navigation';
import { IncidentsView } from '@/components/incidents/incidents-view';
import { queryKeys } from '@/lib/query/query-keys';
import { page } from '@/lib/server/http/page';
import { readIncidents } from '@/lib/server/queries/read-incidents';
import { Prefetched } from '../prefetched';

export const metadata = { title: 'Incidents' };

export default page('runs:read', ({ app }) => {
  if (app.env.demo !== 'on' || app.env.simulatorUrl === undefined) notFound();
  return (
    <Prefetched asked={[{ queryKey: queryKeys.incidents(), ask: () => readIncidents(app) }]}>
      <IncidentsView />
    </Prefetched>
  );
});
