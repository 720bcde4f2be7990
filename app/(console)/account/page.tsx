// The account's address.
import { signOut } from '@/app/actions/sign-out';
import { AccountView } from '@/components/account/account-view';
import { page } from '@/lib/server/http/page';

export const metadata = { title: 'Account' };

export default page('signed-in', () => <AccountView signOut={signOut} />);
