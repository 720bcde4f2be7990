// A run's address.
import { RunView } from '@/components/run/run-view';
import { shortId } from '@/components/run/short-id';
import { uuid } from '@/lib/contract/page';
import { queryKeys } from '@/lib/query/query-keys';
import { page } from '@/lib/server/http/page';
import { requireRunDetail } from '@/lib/server/queries/read-run';
import { listJournal, listSteps } from '@/lib/server/queries/read-steps';
import { Prefetched } from '../../prefetched';

export async function generateMetadata({ params }: { params: Promise<{ id: string }> }) {
  return { title: `Run ${shortId((await params).id)}` };
}

const WHOLE = { limit: 10_000 };

/** Longer runs are asked for by the browser: their steps would make the page itself slow to come. */
const STEPS_AT_ONCE = 100;

export default page('runs:read', async ({ app, params }) => {
  const id = params.id ?? '';
  const run = uuid.safeParse(id).success ? await requireRunDetail(app, id).catch(() => undefined) : undefined;
  const short = run !== undefined && run.erased === null && run.steps <= STEPS_AT_ONCE;
  return (
    <Prefetched
      asked={[
        ...(run === undefined ? [] : [{ queryKey: queryKeys.runs.run(id), ask: async () => run }]),
        ...(short
          ? [
              { queryKey: queryKeys.runs.steps(id), ask: () => listSteps(app, id, WHOLE) },
              { queryKey: queryKeys.runs.journal(id), ask: () => listJournal(app, id, WHOLE) },
            ]
          : []),
      ]}
    >
      <RunView id={id} />
    </Prefetched>
  );
});
