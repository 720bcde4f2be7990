// The address where a second factor is set up that the role needs; whoever has one is led on.
import { redirect } from 'next/navigation';
import { signOut } from '@/app/actions/sign-out';
import { EnrolView } from '@/components/sign-in/enrol-view';
import { safeReturnPath } from '@/lib/routes';
import { page } from '@/lib/server/http/page';

export const metadata = { title: 'Set up a second factor' };

export default page(
  'signed-in',
  ({ person, searchParams }) => {
    const returnTo = safeReturnPath([searchParams.returnTo].flat()[0]);
    if (person.mustEnrol !== true) redirect(returnTo);
    return <EnrolView returnTo={returnTo} role={person.role} signOut={signOut} />;
  },
  { withoutSecondFactor: true },
);
