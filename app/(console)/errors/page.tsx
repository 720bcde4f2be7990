// The errors' address.
import { ErrorsView } from '@/components/errors/errors-view';
import { page } from '@/lib/server/http/page';
import { Prefetched } from '../prefetched';

export const metadata = { title: 'Errors' };

// The period begins at the browser's hour, so the browser asks.
export default page('runs:read', () => (
  <Prefetched asked={[]}>
    <ErrorsView />
  </Prefetched>
));
