// A fork beside the run that it continues, step by step; the first place where they part is marked.
'use client';
import { useQuery } from '@tanstack/react-query';
import type { RunShape } from '@/lib/contract/run';
import type { StepShape } from '@/lib/contract/run-detail';
import { isDryRun } from '@/lib/domain/fork';
import { plural } from '@/lib/format/count';
import { forksOptions } from '@/lib/query/forks';
import { runStepsOptions } from '@/lib/query/runs';
import { stepName, stepStanding, stepSummary } from '../run/step-words';
import { Loading } from '../shell/load-error';
import { cx } from '../ui/class-names';
import { DryChip } from '../ui/dry-chip';
import { State } from '../ui/state';
import { Tag } from '../ui/tag';
import { type ComparedRow, comparedSteps } from './compared-steps';

export type ForkCompareProps = {
  run: RunShape;
  origin: string;
  steps: readonly StepShape[];
  onStep: (step: number) => void;
};

export function ForkCompare({ run, origin, steps, onStep }: ForkCompareProps) {
  const forks = useQuery(forksOptions(run.id));
  const other = useQuery(runStepsOptions(origin));
  if (other.data === undefined)
    return <Loading what="The steps of the run that was forked" query={other} rows={6} />;
  const from = forks.data?.forkedFrom;
  if (from == null) return <Loading what="Where it was forked" query={forks} rows={6} />;
  const { rows, firstStep, divergedAt } = comparedSteps(other.data.items, steps, from.firstStep);
  return (
    <div className="min-h-0 flex-1 overflow-auto pb-4">
      <div className="sticky top-0 z-1 grid grid-cols-[44px_minmax(0,1fr)_minmax(0,1fr)] gap-2 border-b border-line bg-surface px-4 py-2 text-xs text-muted max-md:grid-cols-[32px_minmax(0,1fr)_minmax(0,1fr)] max-md:px-3">
        <span>Step</span>
        <span>The run that was forked</span>
        <span>This fork</span>
      </div>
      <p className="border-b border-line-soft px-4 py-2 text-xs text-muted max-md:px-3">
        {firstStep > 1 ? `${plural(firstStep - 1, 'step')} from the recording, the same in both. ` : ''}
        {divergedAt === undefined ? 'They never part.' : `They part at step ${divergedAt}.`}
      </p>
      <ol aria-label="Steps side by side">
        {rows.map((row) => (
          <Row
            key={row.step}
            row={row}
            isFirst={row.step === divergedAt}
            dry={isDryRun(run.id)}
            both={[other.data.items, steps]}
            onStep={onStep}
          />
        ))}
      </ol>
    </div>
  );
}

type RowProps = {
  row: ComparedRow;
  isFirst: boolean;
  dry: boolean;
  both: readonly [readonly StepShape[], readonly StepShape[]];
  onStep: (step: number) => void;
};

function Row({ row, isFirst, dry, both, onStep }: RowProps) {
  const { step, origin, fork, differs } = row;
  return (
    <li
      className={cx(
        'border-b border-line-soft px-4 py-2 max-md:px-3',
        isFirst && 'bg-select shadow-[inset_2px_0_0_var(--accent)]',
      )}
    >
      <div className="grid grid-cols-[44px_minmax(0,1fr)_minmax(0,1fr)] gap-2 max-md:grid-cols-[32px_minmax(0,1fr)_minmax(0,1fr)]">
        <button
          type="button"
          className="link text-left text-xs"
          aria-label={`Step ${step} of this fork`}
          disabled={fork === undefined}
          onClick={() => onStep(step)}
        >
          {step}
        </button>
        <Side step={origin} steps={both[0]} dry={false} />
        <Side step={fork} steps={both[1]} dry={dry} />
      </div>
      {isFirst && (
        <p className="mt-1.5 pl-[52px] max-md:pl-0">
          <Tag>first difference</Tag>
        </p>
      )}
      {differs.length > 0 && (
        <dl className="mt-1.5 grid gap-1 pl-[52px] text-xs max-md:pl-0">
          {differs.map(({ name, origin: left, fork: right }) => (
            <div key={name} className="grid grid-cols-[80px_minmax(0,1fr)_minmax(0,1fr)] gap-2">
              <dt className="text-muted">{name}</dt>
              <dd className="mono line-clamp-3 [overflow-wrap:anywhere]">{left}</dd>
              <dd className="mono line-clamp-3 font-semi [overflow-wrap:anywhere]">{right}</dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}

function Side({
  step,
  steps,
  dry,
}: {
  step: StepShape | undefined;
  steps: readonly StepShape[];
  dry: boolean;
}) {
  if (step === undefined) return <span className="text-faint">no such step</span>;
  const { state, word } = stepStanding(step);
  return (
    <div className="min-w-0">
      <p className="mono truncate font-semi">{stepName(step)}</p>
      <p className="line-clamp-2 text-xs text-muted [overflow-wrap:anywhere]">{stepSummary(step, steps)}</p>
      {dry && state === 'dry' ? (
        <DryChip className="mt-1">{word}</DryChip>
      ) : (
        <State state={state} className="text-xs">
          {word}
        </State>
      )}
    </div>
  );
}
