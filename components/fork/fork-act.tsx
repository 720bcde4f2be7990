// The button that forks a run from the chosen step.
'use client';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import type { RunShape } from '@/lib/contract/run';
import type { StepShape } from '@/lib/contract/run-detail';
import { useMay } from '../account/use-me';
import { Button } from '../ui/button';
import { Glyph } from '../ui/glyph';
import { usePageKeys } from '../ui/use-page-keys';
import { ForkDialog } from './fork-dialog';

/** In the URL, so that a link leads to it. */
const actParam = parseAsStringLiteral(['fork']);

export function ForkAct({ run, step }: { run: RunShape; step: StepShape }) {
  const [act, setAct] = useQueryState('act', actParam);
  const setAsking = (on: boolean): void => void setAct(on ? 'fork' : null);
  const may = useMay('runs:write');
  const offered = may && run.trigger.kind !== 'compensation';
  usePageKeys({ f: { label: 'Fork from this step', act: offered ? () => setAsking(true) : undefined } });
  if (!offered) return null;
  return (
    <div className="px-4 pb-2 max-md:px-3.5">
      <Button size="sm" icon={<Glyph name="fork" />} keyHint="F" onClick={() => setAsking(true)}>
        Fork from here…
      </Button>
      {act === 'fork' && <ForkDialog run={run} step={step} onClose={() => setAsking(false)} />}
    </div>
  );
}
