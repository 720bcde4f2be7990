// The sign-in's address; whoever is signed in already is led on.
import { redirect } from 'next/navigation';
import { SignInView } from '@/components/sign-in/sign-in-view';
import { safeReturnPath } from '@/lib/routes';
import { SESSION_LASTS_MS } from '@/lib/server/auth/open-session';
import { publicPage } from '@/lib/server/http/page';

export const metadata = { title: 'Sign in' };

export default publicPage(({ app, person, searchParams }) => {
  const returnTo = safeReturnPath([searchParams.returnTo].flat()[0]);
  const { oidc } = app.env;
  const [error] = [searchParams.error].flat();
  const issuerError = oidc === null ? undefined : error;
  if (person !== null && issuerError === undefined) redirect(returnTo);
  return (
    <SignInView
      returnTo={returnTo}
      ended={searchParams.why === 'ended'}
      sessionLastsMs={SESSION_LASTS_MS}
      version={app.version}
      issuer={oidc?.name ?? null}
      issuerError={issuerError}
      signedInAs={person?.name}
    />
  );
});
