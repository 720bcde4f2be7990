// How something did in the last 24 hours: figures, failures by class, the last error with the way to its run.
'use client';
import type { UseQueryResult } from '@tanstack/react-query';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { ModelHealthShape, ToolHealthShape } from '@/lib/contract/catalog-health';
import type { ErrorClass } from '@/lib/domain/errors';
import { formatCount, plural } from '@/lib/format/count';
import { formatDurationMs } from '@/lib/format/duration';
import { routes } from '@/lib/routes';
import { shortId } from '../run/short-id';
import { Loading, StaleBanner } from '../shell/load-error';
import { AbsoluteTime } from '../ui/absolute-time';
import { Figure } from '../ui/figure';
import { Money } from '../ui/money';
import { RelativeTime } from '../ui/relative-time';
import { Seam } from '../ui/seam';

type Period = { since: string; whole: boolean };
export type HealthSectionProps = {
  query: UseQueryResult<Period & (ToolHealthShape | ModelHealthShape)>;
  /** Said where nothing was called. */
  none: string;
};

const CLASS_WORDS: { readonly [C in ErrorClass]: string } = {
  retryable: 'could be repeated',
  fatal: 'would fail again',
  unknown: 'outcome unknown',
  refused: 'held back by Bulkhead',
};

export function HealthSection({ query, none }: HealthSectionProps) {
  const { data } = query;
  return (
    <Seam title="Health" note="last 24 hours">
      {data === undefined ? (
        <Loading what="The figures" query={query} rows={2} />
      ) : (
        <div className="px-4 pb-4 max-md:px-3">
          <StaleBanner query={query} />
          {data.calls === 0 && data.failedByClass.refused === 0 ? (
            <p className="text-muted">{none}</p>
          ) : (
            <Figures health={data} />
          )}
          {!data.whole && (
            <p className="mt-2 text-xs text-muted">
              There were more calls than are counted: these are the ones since{' '}
              <AbsoluteTime at={data.since} />.
            </p>
          )}
        </div>
      )}
    </Seam>
  );
}

function Figures({ health }: { health: ToolHealthShape | ModelHealthShape }) {
  const { calls, failed, p50Ms, p95Ms, lastUsedAt, lastError, failedByClass } = health;
  const took = (ms: number | null): ReactNode => (ms === null ? '–' : formatDurationMs(ms));
  const classes = (Object.keys(CLASS_WORDS) as ErrorClass[]).filter((one) => failedByClass[one] > 0); // safe because the record has exactly these keys
  return (
    <>
      <div className="flex flex-wrap gap-x-8 gap-y-3">
        <Figure value={formatCount(calls)} label="calls" />
        <Figure value={formatCount(failed)} label="failed" />
        <Figure value={took(p50Ms)} label="median" />
        <Figure value={took(p95Ms)} label="p95" />
        {'tokens' in health && <Figure value={formatCount(health.tokens)} label="tokens" />}
        {'costMicroUsd' in health && (
          <Figure value={<Money microUsd={health.costMicroUsd} minDigits={4} />} label="cost" />
        )}
        {lastUsedAt !== null && <Figure value={<RelativeTime at={lastUsedAt} />} label="last used" />}
      </div>
      {classes.length > 0 && (
        <p className="mt-3 text-xs text-muted">
          {classes.map((one) => `${formatCount(failedByClass[one])} ${CLASS_WORDS[one]}`).join(', ')}
        </p>
      )}
      {'drifted' in health && health.drifted > 0 && (
        <p data-state-of="waiting" className="mt-1 text-xs text-state">
          {`${plural(health.drifted, 'answer')} did not fit the output schema. What came is kept with the attempt, and reached no model.`}
        </p>
      )}
      {lastError !== null && (
        <p className="mt-1 text-xs [overflow-wrap:anywhere]">
          <span className="text-muted">Last error </span>
          <RelativeTime at={lastError.at} className="text-muted" />: <code>{lastError.code}</code>{' '}
          {lastError.message}{' '}
          <Link
            href={routes.run(lastError.runId, { step: lastError.step, tab: 'attempts' })}
            className="whitespace-nowrap text-accent underline"
          >
            run {shortId(lastError.runId)}, step {lastError.step}
          </Link>
        </p>
      )}
    </>
  );
}
