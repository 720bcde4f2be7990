// The sign-in page: where one is, the form, and what this installation is. Knows nothing of who might sign in.
import { formatDurationMs } from '@/lib/format/duration';
import { Logo } from '../shell/logo';
import { HullPlate } from './hull-plate';
import { SignInForm } from './sign-in-form';

export type SignInViewProps = {
  /** A path inside the console. */
  returnTo: string;
  /** A session that was open has ended. */
  ended: boolean;
  sessionLastsMs: number;
  issuer: string | null;
  issuerError: string | undefined;
  /** Who is signed in in spite of a sign-in that led back here. */
  signedInAs: string | undefined;
  version: string;
};

export function SignInView(props: SignInViewProps) {
  const { returnTo, ended, sessionLastsMs, version, issuer, issuerError, signedInAs } = props;
  return (
    <div className="grid h-dvh grid-cols-[minmax(0,1fr)_600px] bg-raised max-lg:grid-cols-1">
      <main className="flex flex-col overflow-auto px-8 py-6 max-md:p-5">
        <div className="flex items-center gap-2.5 text-[15px] font-semibold tracking-[-.012em]">
          <Logo size={24} on="raised" />
          Bulkhead
        </div>
        <div className="m-auto flex w-[360px] max-w-full flex-col py-8">
          <h1 className="text-2xl leading-8 font-semibold tracking-[-.03em]">
            {returnTo.startsWith('/approvals/') ? 'Sign in to decide' : 'Sign in'}
          </h1>
          <p className="mt-0.5 text-muted">
            {returnTo.startsWith('/approvals/')
              ? 'A link shows where to go. The decision itself needs you.'
              : 'Everything here is done under a name.'}
          </p>
          <SignInForm returnTo={returnTo} ended={ended} issuer={issuer} issuerError={issuerError} />
          {signedInAs !== undefined && (
            <p className="mt-4 text-xs text-muted">
              You are signed in as <span className="text-ink">{signedInAs}</span>.{' '}
              <a className="text-ink underline" href={returnTo}>
                Go on as before
              </a>
            </p>
          )}
          <p className="mt-3.5 text-xs text-faint">
            {`Sessions end after ${daysOf(sessionLastsMs)}, or when you end them in your account.`}
          </p>
        </div>
        <p className="flex gap-5 text-xs text-faint">
          <span>Bulkhead {version}</span>
        </p>
      </main>
      <HullPlate />
    </div>
  );
}

function daysOf(ms: number): string {
  const days = ms / 86_400_000;
  return Number.isInteger(days) ? `${days} day${days === 1 ? '' : 's'}` : formatDurationMs(ms);
}
