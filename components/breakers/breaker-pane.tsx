// One breaker: how it stands, three windows of calls, the errors behind them with a run each, who depends on it, its limits as declared.
'use client';
import { useQuery } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import type { BreakerDetail, BreakerShape, DependentShape } from '@/lib/contract/breaker';
import { formatCount, plural } from '@/lib/format/count';
import { formatDurationMs } from '@/lib/format/duration';
import { breakerOptions } from '@/lib/query/breakers';
import { routes } from '@/lib/routes';
import { Loading, StaleBanner } from '../shell/load-error';
import { BreakerSwitch } from '../ui/breaker-switch';
import { Cells } from '../ui/cells';
import { CopyButton } from '../ui/copy-button';
import { Countdown } from '../ui/countdown';
import { Icon } from '../ui/icon';
import { IconButton } from '../ui/icon-button';
import { KeyValue } from '../ui/key-value';
import { PaneSection } from '../ui/pane-section';
import { RelativeTime } from '../ui/relative-time';
import { Table, TableHead, TableRow, Td, Th } from '../ui/table';
import { BreakerActs } from './breaker-acts';
import { BreakerChanges } from './breaker-changes';
import { BreakerErrors } from './breaker-errors';
import {
  bulkheadSentence,
  cellsOf,
  cellsSentence,
  faultsSentence,
  isolationSentence,
  policyRows,
  STATE_NAMES,
  share,
  standingSentence,
} from './breaker-words';
import { StateWord } from './breakers-table';

export type BreakerPaneProps = {
  breakerKey: string;
  /** As the list has it, until its own answer is here. */
  listed: BreakerShape | undefined;
  onBack: () => void;
};

export function BreakerPane({ breakerKey, listed, onBack }: BreakerPaneProps) {
  const query = useQuery(breakerOptions(breakerKey));
  const breaker = query.data ?? listed;
  const back = (
    <IconButton label="Back to the list" className="md:hidden" onClick={onBack}>
      <Icon of={ArrowLeft} />
    </IconButton>
  );
  if (breaker === undefined)
    return (
      <>
        <p className="px-3 pt-2 md:hidden">{back}</p>
        <Loading what="The breaker" query={query} rows={6} />
      </>
    );
  return (
    <>
      <Head breaker={breaker} back={back} />
      <StaleBanner query={query} />
      <Standing breaker={breaker} isolation={query.data?.isolation ?? null} />
      <Windows breaker={breaker} />
      <PaneSection title="Last errors" note="24 hours">
        {query.data === undefined ? (
          <Loading what="Its errors" query={query} rows={2} />
        ) : (
          <BreakerErrors errors={query.data.errors} />
        )}
      </PaneSection>
      <PaneSection title="Changes" note="newest first">
        {query.data === undefined ? (
          <Loading what="Its changes" query={query} rows={2} />
        ) : (
          <BreakerChanges changes={query.data.changes} />
        )}
      </PaneSection>
      <Dependents dependents={breaker.dependents} inUse={breaker.limits !== null} />
      <Limits breaker={breaker} />
    </>
  );
}

function Head({ breaker, back }: { breaker: BreakerShape; back: React.ReactNode }) {
  const { key, name, kind, endpoint, state } = breaker;
  return (
    <header className="flex min-h-[60px] items-center gap-3 border-b border-line px-4 py-2 max-md:px-3">
      {back}
      <BreakerSwitch state={STATE_NAMES[state]} width={44} />
      <div className="min-w-0 flex-1">
        <h2 className="flex items-center gap-2">
          <span className="mono truncate font-semi">{name}</span>
          <StateWord state={STATE_NAMES[state]} />
        </h2>
        <p className="truncate text-xs text-muted">{kind === 'model' ? `model at ${endpoint}` : endpoint}</p>
      </div>
      <BreakerActs breaker={breaker} />
      <CopyButton text={key} what="key" />
    </header>
  );
}

/** Why calls wait, where they do. */
function Standing({ breaker, isolation }: { breaker: BreakerShape; isolation: BreakerDetail['isolation'] }) {
  const { state, openedAt, opensUntil } = breaker;
  if (state === 'closed') return null;
  return (
    <p data-state-of={STATE_NAMES[state]} className="border-b border-line px-4 py-2 text-xs max-md:px-3">
      <b className="text-state">{standingSentence(breaker)}</b>
      {openedAt !== null && (
        <span className="text-muted">
          {' '}
          <RelativeTime at={openedAt} prefix="since" />
        </span>
      )}
      {state === 'open' && opensUntil !== null && (
        <span className="ml-2 text-muted">
          <Countdown until={opensUntil} prefix="Probes go in" atZero="Probes may go" quiet size="sm" />
        </span>
      )}
      {isolation !== null && <span className="ml-2 text-muted">{isolationSentence(isolation)}</span>}
    </p>
  );
}

function Windows({ breaker }: { breaker: BreakerShape }) {
  const { last5m, window: last30m, last24h, faults, slices, lastCallAt, limits } = breaker;
  const said = faultsSentence(faults);
  const windows = [
    ['5 min', last5m],
    ['30 min', last30m],
    ['24 h', last24h],
  ] as const;
  return (
    <PaneSection
      title="How calls went"
      note={lastCallAt === null ? 'none in 24 hours' : <RelativeTime at={lastCallAt} prefix="last" />}
    >
      <Cells
        slices={cellsOf(slices)}
        label={cellsSentence(last30m)}
        className="flex h-8! [&>i]:w-auto! [&>i]:flex-1"
      />
      <p className="mt-1.5 mb-1 text-xs text-muted">
        {said === ''
          ? 'Nothing failed through its fault in the last 30 minutes.'
          : `In the last 30 minutes: ${said}.`}
      </p>
      {breaker.countedSince !== null && (
        <p className="mb-1 text-xs text-muted">
          Counted of the newest results only, <RelativeTime at={breaker.countedSince} prefix="since" />: there
          were more in 24 hours than are looked at.
        </p>
      )}
      <Table>
        <TableHead>
          <tr>
            <Th className="pl-0!">Within</Th>
            <Th numeric>Calls</Th>
            <Th numeric>Failed</Th>
            <Th numeric className="pr-0!">
              {limits === null ? 'Slow' : `Over ${formatDurationMs(limits.slowCallMs)}`}
            </Th>
          </tr>
        </TableHead>
        <tbody>
          {windows.map(([name, figures]) => (
            <TableRow key={name} className="[&>td]:h-7">
              <Td className="pl-0!">{name}</Td>
              <Td numeric>{formatCount(figures.calls)}</Td>
              <Td numeric>{`${formatCount(figures.failures)} (${share(figures.failures, figures)})`}</Td>
              <Td
                numeric
                className="pr-0!"
              >{`${formatCount(figures.slow)} (${share(figures.slow, figures)})`}</Td>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </PaneSection>
  );
}

function Dependents({ dependents, inUse }: { dependents: readonly DependentShape[]; inUse: boolean }) {
  return (
    <PaneSection title="Who depends on it" note="runs now">
      {dependents.length === 0 ? (
        <p className="text-xs text-muted">
          {inUse
            ? 'No agent’s active version may call it.'
            : 'It is no longer in use: calls to it were made earlier.'}
        </p>
      ) : (
        <ul>
          {dependents.map(({ agent, version, running, waiting }) => (
            <li key={agent} className="flex min-h-7 items-center gap-2 text-xs">
              <Link href={routes.agent(agent)} className="mono min-w-0 truncate hover:underline">
                {agent}
              </Link>
              <span className="flex-1 text-faint">{`v${version}`}</span>
              <Link
                href={routes.runs({ agent, status: ['running', 'waiting'] })}
                className="text-muted hover:underline"
              >
                {`${formatCount(running)} running, ${formatCount(waiting)} waiting`}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </PaneSection>
  );
}

function Limits({ breaker: { limits, bulkhead, epoch } }: { breaker: BreakerShape }) {
  if (limits === null) return null;
  const { timeoutMs, retry } = limits;
  return (
    <PaneSection title="Limits" note="as declared">
      <KeyValue
        items={[
          { name: 'Timeout', value: formatDurationMs(timeoutMs) },
          { name: 'Calls at once', value: bulkhead === null ? 'no limit' : bulkheadSentence(bulkhead) },
          ...policyRows(limits.breaker),
          {
            name: 'Attempts',
            value:
              retry === null
                ? 'by the runtime’s policy for models'
                : `${plural(retry.maxAttempts, 'attempt')}, ${formatDurationMs(retry.baseMs)} to ${formatDurationMs(retry.capMs)} apart`,
          },
          ...(epoch === 0 ? [] : [{ name: 'Epoch', value: formatCount(epoch) }]),
        ]}
      />
    </PaneSection>
  );
}
