// Something asked for did not come: says what, why and what to do, by the kind of error. An outage never reads as "nothing here".
'use client';
import { formatUtcTime } from '@/lib/format/time';
import { ApiProblem, messageOf } from '@/lib/query/problem-error';
import { Banner } from '../ui/banner';
import { Button } from '../ui/button';
import { ErrorState } from '../ui/error-state';

type Asked = {
  readonly error: Error | null;
  readonly isFetching: boolean;
  readonly refetch: () => unknown;
};

export type LoadErrorProps = {
  /** What could not be shown: "The runs". */
  what: string;
  query: Asked;
};

export function LoadError({ what, query }: LoadErrorProps) {
  if (query.error === null) return null;
  const requestId =
    query.error instanceof ApiProblem && query.error.problem.requestId !== ''
      ? query.error.problem.requestId
      : undefined;
  return (
    <ErrorState
      title={`${what} could not be loaded`}
      requestId={requestId}
      retrying={query.isFetching}
      onRetry={() => void query.refetch()}
    >
      {messageOf(query.error)}
    </ErrorState>
  );
}

export type StaleBannerProps = {
  query: Asked & { readonly data: unknown; readonly dataUpdatedAt: number };
};

/** Over data that stays although asking again has failed: how old it is. */
export function StaleBanner({ query }: StaleBannerProps) {
  if (query.error === null || query.data === undefined) return null;
  return (
    <Banner
      state="waiting"
      title={`Shown as of ${formatUtcTime(query.dataUpdatedAt)}.`}
      actions={
        <Button size="sm" pending={query.isFetching} onClick={() => void query.refetch()}>
          Ask again
        </Button>
      }
    >
      {messageOf(query.error)}
    </Banner>
  );
}
