// The runs that spent most: in the period, or on what was picked in it.
'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import type { TopRunShape } from '@/lib/contract/spend';
import { topRunsOptions } from '@/lib/query/spend';
import { routes } from '@/lib/routes';
import { waitingWords } from '../run/run-words';
import { shortId } from '../run/short-id';
import { Loading } from '../shell/load-error';
import { Chip } from '../ui/chip';
import { EmptyState } from '../ui/empty-state';
import { Money } from '../ui/money';
import { Seam } from '../ui/seam';
import { StateGlyph } from '../ui/state-glyph';
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
  // The list has no filter by model or tool: it would show more than what is meant here.
  const wider = by === 'agent' || of === null;
  return (
    <Seam
      title="Top runs"
      note={of === null && at === null ? when : undefined}
      action={
        wider && (
          <Link
            href={routes.runs({
              ...(of === null ? {} : { agent: of }),
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
  return (
    <li className="border-t border-line-soft">
      <Link
        href={routes.run(run.id)}
        className="flex h-9 items-center gap-2.5 px-4 transition-colors hover:bg-hover max-md:h-11 max-md:px-3"
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
    </li>
  );
}

function outcomeWords({ status, waiting, error }: TopRunShape): string {
  if (waiting !== null) return waitingWords(waiting).word;
  return error === null ? status : error.message;
}
