// The account's address.
import { signOut } from '@/app/actions/sign-out';
import { AccountView } from '@/components/account/account-view';
import { PageDrawn } from '@/components/shell/page-drawn';
import { page } from '@/lib/server/http/page';

export const metadata = { title: 'Account' };

export default page('signed-in', () => (
  <>
    <PageDrawn />
    <AccountView signOut={signOut} />
  </>
));
