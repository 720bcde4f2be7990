// The runs that spent most: in the period, or on what was picked in it.
'use client';
import { useQuery } from '@tanstack/react-query';
import { ChevronDown, ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import type { TopRunShape } from '@/lib/contract/spend';
import { topRunsOptions } from '@/lib/query/spend';
import { routes } from '@/lib/routes';
import { waitingWords } from '../run/run-words';
import { shortId } from '../run/short-id';
import { Loading } from '../shell/load-error';
import { Chip } from '../ui/chip';
import { EmptyState } from '../ui/empty-state';
import { Icon } from '../ui/icon';
import { Money } from '../ui/money';
import { Seam } from '../ui/seam';
import { StateGlyph } from '../ui/state-glyph';
import { DearestSteps } from './dearest-steps';
import type { SpendChoice } from './spend-params';
import { PERIOD_WORDS, type SpendSlices, sliceLabel } from './spend-period';
import { topRunsQuestion } from './spend-questions';

export type TopRunsProps = { slices: SpendSlices; choice: SpendChoice; onClear: () => void };

export function TopRuns({ slices, choice, onClear }: TopRunsProps) {
  const { by, of, at, period } = choice;
  const asked = topRunsQuestion(choice, slices);
  const query = useQuery(topRunsOptions(asked));
  const runs = query.data?.runs ?? [];
  const when = at === null ? PERIOD_WORDS[period] : sliceLabel(at, slices.unit);
  // The list of runs has no filter by model or tool: it would show more than what is meant here.
  const wider = of === null || by === 'agent' || by === 'label' || by === 'status';
  return (
    <Seam
      title="Top runs"
      note={of === null && at === null ? when : undefined}
      action={
        wider && (
          <Link
            href={routes.runs({
              ...(of === null ? {} : by === 'status' ? { status: [of] } : { [by]: of }),
              since: asked.since,
              ...(asked.until === undefined ? {} : { until: asked.until }),
            })}
          >
            Runs started then
          </Link>
        )
      }
      className="border-t"
    >
      {(of !== null || at !== null) && (
        <p className="flex flex-wrap gap-2 px-4 pb-2 text-xs max-md:px-3">
          <Chip name={of === null ? 'spent' : `${by} is`} onRemove={onClear}>
            {of === null ? when : at === null ? of : `${of}, ${when}`}
          </Chip>
        </p>
      )}
      {query.data === undefined ? (
        <Loading what="The runs" query={query} rows={6} />
      ) : runs.length === 0 ? (
        <EmptyState title="No run spent anything then" className="mt-0">
          The dearest runs stand here, with what they spent.
        </EmptyState>
      ) : (
        <ul className={query.isPlaceholderData ? 'opacity-60' : ''}>
          {runs.map((run) => (
            <TopRun key={run.id} run={run} />
          ))}
        </ul>
      )}
    </Seam>
  );
}

function TopRun({ run }: { run: TopRunShape }) {
  const [open, setOpen] = useState(false);
  return (
    <li className="border-t border-line-soft">
      <div className="flex items-center transition-colors hover:bg-hover">
        <button
          type="button"
          aria-expanded={open}
          aria-label={`Steps of ${shortId(run.id)} by cost`}
          className="grid h-9 w-8 flex-none place-items-center pl-1 text-muted hover:text-ink max-md:h-11 max-md:w-11"
          onClick={() => setOpen(!open)}
        >
          <Icon of={open ? ChevronDown : ChevronRight} size={14} />
        </button>
        <Link
          href={routes.run(run.id)}
          className="flex h-9 min-w-0 flex-1 items-center gap-2.5 pr-4 max-md:h-11 max-md:pr-3"
        >
          <StateGlyph state={run.status} label={run.status} />
          <span className="mono" title={run.id}>
            {shortId(run.id)}
          </span>
          <span className="min-w-0 truncate">{run.agent}</span>
          <span className="min-w-0 flex-1 truncate text-xs text-muted">{outcomeWords(run)}</span>
          <b>
            <Money microUsd={run.costMicroUsd} minDigits={6} />
          </b>
        </Link>
      </div>
      {open && <DearestSteps runId={run.id} />}
    </li>
  );
}

function outcomeWords({ status, waiting, error }: TopRunShape): string {
  if (waiting !== null) return waitingWords(waiting).word;
  return error === null ? status : error.message;
}
