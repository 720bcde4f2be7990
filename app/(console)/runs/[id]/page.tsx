// A run's address.
import { RunView } from '@/components/run/run-view';
import { shortId } from '@/components/run/short-id';
import { uuid } from '@/lib/contract/page';
import { queryKeys } from '@/lib/query/query-keys';
import { page } from '@/lib/server/http/page';
import { readMe } from '@/lib/server/queries/read-me';
import { requireRun } from '@/lib/server/queries/read-run';
import { Prefetched } from '../../prefetched';

export async function generateMetadata({ params }: { params: Promise<{ id: string }> }) {
  return { title: `Run ${shortId((await params).id)}` };
}

export default page('runs:read', ({ app, person, params }) => {
  const id = params.id ?? '';
  const isId = uuid.safeParse(id).success;
  return (
    <Prefetched
      asked={[
        { queryKey: queryKeys.me(), ask: async () => readMe(person) },
        ...(isId ? [{ queryKey: queryKeys.runs.run(id), ask: () => requireRun(app, id) }] : []),
      ]}
    >
      <RunView id={id} />
    </Prefetched>
  );
});
