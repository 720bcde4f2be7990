// The address where a password that somebody else gave is replaced; whoever has one of their own is led on.
import { redirect } from 'next/navigation';
import { signOut } from '@/app/actions/sign-out';
import { ChoosePasswordView } from '@/components/sign-in/choose-password-view';
import { safeReturnPath } from '@/lib/routes';
import { page } from '@/lib/server/http/page';

export const metadata = { title: 'Choose a password' };

export default page(
  'signed-in',
  ({ person, searchParams }) => {
    const returnTo = safeReturnPath([searchParams.returnTo].flat()[0]);
    if (!person.passwordIsTemporary) redirect(returnTo);
    return <ChoosePasswordView returnTo={returnTo} email={person.email} signOut={signOut} />;
  },
  { withTemporaryPassword: true },
);
