// One breaker: how it stands and why, how calls went, who depends on it, the errors with a run each, its history, its limits as declared.
'use client';
import { useQuery } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import type { BreakerShape } from '@/lib/contract/breaker';
import { formatCount, plural } from '@/lib/format/count';
import { formatDurationMs } from '@/lib/format/duration';
import { breakerOptions } from '@/lib/query/breakers';
import { Loading, StaleBanner } from '../shell/load-error';
import { Icon } from '../ui/icon';
import { IconButton } from '../ui/icon-button';
import { KeyValue } from '../ui/key-value';
import { PaneSection } from '../ui/pane-section';
import { BreakerDay } from './breaker-day';
import { BreakerDependents } from './breaker-dependents';
import { BreakerDiagram } from './breaker-diagram';
import { BreakerErrors } from './breaker-errors';
import { BreakerHead } from './breaker-head';
import { BreakerWhy } from './breaker-why';
import { BreakerWindows } from './breaker-windows';
import { bulkheadSentence, policyRows } from './breaker-words';
import { ChangeRows } from './change-rows';

export type BreakerPaneProps = {
  breakerKey: string;
  /** As the list has it, until its own answer is here. */
  listed: BreakerShape | undefined;
  onBack: () => void;
};

export function BreakerPane({ breakerKey, listed, onBack }: BreakerPaneProps) {
  const query = useQuery(breakerOptions(breakerKey));
  const detail = query.data;
  const breaker = detail ?? listed;
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
      <BreakerHead breaker={breaker} back={back} />
      <StaleBanner query={query} />
      <BreakerDiagram breaker={breaker} held={detail?.held} isolation={detail?.isolation ?? null} />
      <BreakerWhy breaker={breaker} detail={detail} />
      <BreakerWindows breaker={breaker} />
      <BreakerDependents
        dependents={breaker.dependents}
        held={detail?.held ?? []}
        inUse={breaker.limits !== null}
      />
      <PaneSection title="Last errors" note="24 hours">
        {detail === undefined ? (
          <Loading what="Its errors" query={query} rows={2} />
        ) : (
          <BreakerErrors errors={detail.errors} />
        )}
      </PaneSection>
      <PaneSection aria-label="History" title="History" note="24 hours, then all changes">
        {detail === undefined ? (
          <Loading what="Its history" query={query} rows={2} />
        ) : (
          <>
            <BreakerDay day={detail.day} />
            {detail.changes.length === 0 ? (
              <p className="text-xs text-muted">It has never opened.</p>
            ) : (
              <ChangeRows changes={detail.changes} />
            )}
          </>
        )}
      </PaneSection>
      <Limits breaker={breaker} />
    </>
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
