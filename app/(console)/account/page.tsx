// The account's address.
import { signOut } from '@/app/actions/sign-out';
import { AccountView } from '@/components/account/account-view';
import { queryKeys } from '@/lib/query/query-keys';
import { page } from '@/lib/server/http/page';
import { readMe } from '@/lib/server/queries/read-me';
import { Prefetched } from '../prefetched';

export const metadata = { title: 'Account' };

export default page('signed-in', ({ person }) => (
  <Prefetched asked={[{ queryKey: queryKeys.me(), ask: async () => readMe(person) }]}>
    <AccountView signOut={signOut} />
  </Prefetched>
));
