// The steps of one run that cost most: each leads to the step itself.
'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import type { StepShape } from '@/lib/contract/run-detail';
import { plural } from '@/lib/format/count';
import { formatMicroUsd } from '@/lib/format/money';
import { runStepsOptions } from '@/lib/query/runs';
import { routes } from '@/lib/routes';
import { STEP_GLYPHS, stepName } from '../run/step-words';
import { Loading } from '../shell/load-error';
import { Glyph } from '../ui/glyph';
import { Money } from '../ui/money';

const MOST_STEPS = 5;

export function DearestSteps({ runId }: { runId: string }) {
  const query = useQuery(runStepsOptions(runId));
  if (query.data === undefined) return <Loading what="The steps" query={query} rows={3} />;
  const { shown, rest } = dearest(query.data.items);
  return (
    <ul className="bg-sunken py-1">
      {shown.map((step) => (
        <li key={step.step}>
          <Link
            href={routes.run(runId, { step: step.step })}
            className="flex h-7 items-center gap-2.5 pr-4 pl-11 text-xs transition-colors hover:bg-hover max-md:h-11 max-md:pr-3 max-md:pl-10"
          >
            <span className="w-6 flex-none text-right text-muted tabular-nums">{step.step}</span>
            <Glyph name={STEP_GLYPHS[step.kind]} />
            <span className="mono min-w-0 truncate">{stepName(step)}</span>
            <span className="min-w-0 flex-1 truncate text-muted">
              {step.attempts.length > 1 && plural(step.attempts.length, 'attempt')}
            </span>
            <Money microUsd={step.costMicroUsd} minDigits={6} />
          </Link>
        </li>
      ))}
      {shown.length === 0 && <li className="pr-4 pl-11 text-xs text-muted">No step cost anything.</li>}
      {rest.length > 0 && (
        <li className="pt-0.5 pr-4 pl-11 text-xs text-muted max-md:pr-3 max-md:pl-10">
          {`${plural(rest.length, 'more step')} cost ${formatMicroUsd(costOf(rest), { minDigits: 6 })}`}
        </li>
      )}
    </ul>
  );
}

function dearest(steps: readonly StepShape[]) {
  const charged = steps.filter(({ costMicroUsd }) => costMicroUsd > 0);
  const byCost = charged.toSorted((a, b) => b.costMicroUsd - a.costMicroUsd || a.step - b.step);
  return { shown: byCost.slice(0, MOST_STEPS), rest: byCost.slice(MOST_STEPS) };
}

const costOf = (steps: readonly StepShape[]) =>
  steps.reduce((sum, { costMicroUsd }) => sum + costMicroUsd, 0);
