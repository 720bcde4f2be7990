// The dead letters' address.
import { DeadLettersView } from '@/components/dead-letters/dead-letters-view';
import { listDeadLettersQuery } from '@/lib/contract/dead-letter';
import { queryKeys } from '@/lib/query/query-keys';
import { page } from '@/lib/server/http/page';
import { listDeadLetterGroups } from '@/lib/server/queries/dead-letters';
import { Prefetched } from '../prefetched';

export const metadata = { title: 'Dead letters' };

export default page('runs:read', ({ app, searchParams }) => {
  // A filtered list, and the runs of one cause, are asked for by the browser.
  const whole = Object.keys(searchParams).length === 0;
  const query = listDeadLettersQuery.parse({ state: 'open', group: 'fingerprint' });
  return (
    <Prefetched
      asked={
        whole
          ? [
              {
                queryKey: queryKeys.deadLetters.groups({ state: 'open' }),
                ask: () => listDeadLetterGroups(app, query),
                pages: true,
              },
            ]
          : []
      }
    >
      <DeadLettersView />
    </Prefetched>
  );
});
