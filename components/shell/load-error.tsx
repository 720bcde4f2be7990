// Something asked for did not come: says what, why and what to do, by the kind of error. An outage never reads as "nothing here".
'use client';
import { formatUtcTime } from '@/lib/format/time';
import { ApiProblem, messageOf } from '@/lib/query/problem-error';
import { Banner } from '../ui/banner';
import { Button } from '../ui/button';
import { ErrorState } from '../ui/error-state';
import { SkeletonRows } from '../ui/skeleton';
import { type AskedQuery, useTrouble } from './use-trouble';

export type LoadErrorProps = {
  /** What could not be shown: "The runs". */
  what: string;
  error: Error;
  query: AskedQuery;
};

export function LoadError({ what, error, query }: LoadErrorProps) {
  const requestId =
    error instanceof ApiProblem && error.problem.requestId !== '' ? error.problem.requestId : undefined;
  return (
    <ErrorState
      title={`${what} could not be loaded`}
      requestId={requestId}
      retrying={query.isFetching}
      onRetry={() => void query.refetch()}
    >
      {messageOf(error)}
    </ErrorState>
  );
}

export type LoadingProps = {
  query: AskedQuery;
  /** As LoadError. */
  what: string;
  /** How many rows stand in while nothing has come or failed. */
  rows: number;
};

/** In the place of data that isn't there: rows that stand in, or why it doesn't come. */
export function Loading({ query, what, rows }: LoadingProps) {
  const error = useTrouble(query);
  if (error !== undefined) return <LoadError what={what} error={error} query={query} />;
  return <SkeletonRows rows={rows} label={`Loading: ${what}`} />;
}

export type StaleBannerProps = {
  query: AskedQuery & { readonly dataUpdatedAt: number };
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
