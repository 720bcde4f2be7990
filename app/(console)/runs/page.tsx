// The runs list's address.
import { RunsView } from '@/components/runs/runs-view';
import { listRunsQuery } from '@/lib/contract/run';
import { queryKeys } from '@/lib/query/query-keys';
import { RUNS_PAGE } from '@/lib/query/runs';
import { page } from '@/lib/server/http/page';
import { listRuns } from '@/lib/server/queries/runs';
import { listViews } from '@/lib/server/queries/views';
import { Prefetched } from '../prefetched';

const VIEWS = { page: 'runs', limit: 500 } as const;

export const metadata = { title: 'Runs' };

export default page('runs:read', ({ app, person, searchParams }) => {
  // A filtered list is asked for by the browser: its period is counted from there.
  const whole = Object.keys(searchParams).every((name) => name === 'start');
  return (
    <Prefetched
      asked={[
        { queryKey: queryKeys.views.page('runs'), ask: () => listViews(app, person, VIEWS) },
        ...(whole
          ? [
              {
                queryKey: queryKeys.runs.list({}, RUNS_PAGE),
                ask: () => listRuns(app, listRunsQuery.parse({ limit: RUNS_PAGE })),
              },
            ]
          : []),
      ]}
    >
      <RunsView />
    </Prefetched>
  );
});
