// What undid what, both ways: below the head of a run, and at the head of a step.
'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import type { CompensationShape } from '@/lib/contract/compensation';
import type { RunShape } from '@/lib/contract/run';
import type { StepShape } from '@/lib/contract/run-detail';
import { compensationOptions } from '@/lib/query/compensation';
import { routes } from '@/lib/routes';
import { shortId } from '../run/short-id';
import { Glyph } from '../ui/glyph';
import { UndoAct } from './undo-act';
import { undoneWords } from './undo-words';

function RunLink({ id, children }: { id: string; children?: string }) {
  return (
    <Link href={routes.run(id)} className="link mono">
      {children ?? shortId(id)}
    </Link>
  );
}

export function UndoNote({ run }: { run: RunShape }) {
  const { of } = run.trigger;
  const changed = run.toolCalls > 0 && of === undefined;
  const { data } = useQuery({ ...compensationOptions(run.id), enabled: changed });
  if (of !== undefined) {
    return (
      <Note>
        Undoes what run <RunLink id={of} /> did.
      </Note>
    );
  }
  const words = data === undefined ? null : undoneWords(data);
  if (data === undefined || data.runs.length === 0) return null;
  return (
    <Note>
      {words === null ? 'An undo was tried' : words}, by{' '}
      {data.runs.map(({ id, status }, i) => (
        <span key={id}>
          {i > 0 && ', '}
          <RunLink id={id} /> {`(${status})`}
        </span>
      ))}
      .
    </Note>
  );
}

function Note({ children }: { children: React.ReactNode }) {
  return (
    <section
      aria-label="Undo"
      className="flex min-h-9 flex-none items-center gap-2 border-b border-line bg-surface px-4 py-1.5 text-ink-2 max-md:px-3"
    >
      <Glyph name="recorded" size={14} className="flex-none text-faint" />
      <p className="min-w-0 [overflow-wrap:anywhere]">{children}</p>
    </section>
  );
}

/** Of one step: who undid it, and the button where it can be. */
export function StepUndo({ run, step }: { run: RunShape; step: StepShape }) {
  const isEffect = step.kind === 'tool' && step.effect !== null && step.effect !== 'read';
  const { data } = useQuery({
    ...compensationOptions(run.id),
    enabled: isEffect && run.trigger.of === undefined,
  });
  if (!isEffect || data === undefined) return null;
  const words = stepWords(data, step.step);
  return (
    <div className="flex items-center gap-2 px-4 pb-2 text-xs text-muted empty:hidden max-md:px-3.5">
      {words !== null && (
        <span>
          {words.verb} by run <RunLink id={words.runId} />
        </span>
      )}
      <UndoAct run={run} step={step.step} />
    </div>
  );
}

function stepWords({ effects }: CompensationShape, step: number): { verb: string; runId: string } | null {
  const effect = effects.find((one) => one.step === step);
  if (effect?.undoneBy === undefined || effect.undoneBy === null) return null;
  return { verb: effect.state === 'undone' ? 'Undone' : 'Being undone', runId: effect.undoneBy.runId };
}
