// What stands where a page could not be drawn. Says what to do; shows the digest under which the server's log has the rest.
'use client';
import { ErrorState } from '../ui/error-state';
import { PageDrawn } from './page-drawn';

/** Digests that the server gives an error when its database is away, or too much is asked for (lib/server/http/page.ts). */
const UNAVAILABLE_DIGEST = 'BULKHEAD_UNAVAILABLE';
const RATE_DIGEST = 'BULKHEAD_RATE_LIMITED';

export type PageErrorProps = { error: Error & { digest?: string }; reset: () => void };

export function PageError(props: PageErrorProps) {
  return (
    <>
      <PageDrawn />
      <WhatIsWrong {...props} />
    </>
  );
}

function WhatIsWrong({ error, reset }: PageErrorProps) {
  if (error.digest === UNAVAILABLE_DIGEST) {
    return (
      <ErrorState title="The database does not answer" onRetry={reset}>
        Nothing that was accepted is lost: runs wait and go on by themselves when it is back. This page can be
        tried again at any time.
      </ErrorState>
    );
  }
  if (error.digest === RATE_DIGEST) {
    return (
      <ErrorState title="Too many pages at once" onRetry={reset}>
        Under this name more was asked for than anybody looks at. Wait a few seconds and try again.
      </ErrorState>
    );
  }
  return (
    <ErrorState title="This page could not be shown" requestId={error.digest} onRetry={reset}>
      Try again; if it stays, the server’s log says more under the number below.
    </ErrorState>
  );
}
