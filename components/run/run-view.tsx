// The page of one run: head, scrubber, steps at the left, the chosen step at the right. Live while it runs, replayed by the
// runtime's own states when a checkpoint is chosen.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { plural } from '@/lib/format/count';
import { runJournalOptions, runOptions, runStateAtOptions, runStepsOptions } from '@/lib/query/runs';
import { routes } from '@/lib/routes';
import { UndoNote } from '../compensation/undo-notes';
import { ForkCompare } from '../fork/fork-compare';
import { ForkNote } from '../fork/fork-note';
import { SetCrumbs } from '../shell/crumbs';
import { Loading, StaleBanner } from '../shell/load-error';
import { Dialog } from '../ui/dialog';
import { EmptyState } from '../ui/empty-state';
import { Glyph } from '../ui/glyph';
import { neighbour } from '../ui/neighbour';
import { ResizablePanes } from '../ui/resizable-panes';
import { useCompact } from '../ui/use-compact';
import { usePageKeys } from '../ui/use-page-keys';
import { ErasedNote } from './erase-run';
import { scrubTicks, stepNames, withNamedStep } from './journal-words';
import { LinkNote } from './link-note';
import { RunHead } from './run-head';
import { RunJson } from './run-json';
import { RunMissing } from './run-missing';
import { RunOutcome } from './run-outcome';
import { RunScrubber } from './run-scrubber';
import { RunSteps } from './run-steps';
import { shortId } from './short-id';
import { shownStep } from './shown-step';
import { StepPane } from './step-pane';
import { stepName } from './step-words';
import { useRunView } from './use-run-view';
import { ViewBar } from './view-bar';

export function RunView({ id }: { id: string }) {
  const run = useQuery(runOptions(id));
  const steps = useQuery({ ...runStepsOptions(id), enabled: run.data?.erased === null });
  const journal = useQuery(runJournalOptions(id));
  const [shown, setShown] = useRunView();
  const compact = useCompact();

  const rows = useMemo(() => (journal.data?.items ?? []).map(withNamedStep), [journal.data]);
  const current = useMemo(() => steps.data?.items ?? [], [steps.data]);
  const ticks = useMemo(() => scrubTicks(rows, stepNames(current)), [rows, current]);
  const lastSeq = rows.at(-1)?.seq ?? 0;
  const past = shown.seq !== null && shown.seq >= 1 && shown.seq < lastSeq ? shown.seq : undefined;
  const pastState = useQuery({ ...runStateAtOptions(id, past ?? 1), enabled: past !== undefined });
  const state = past === undefined ? undefined : pastState.data;
  const drawn = state?.steps ?? current;
  const known = new Set(drawn.map((step) => step.step));
  const choose = (step: number): void => void setShown({ step }, { history: compact ? 'push' : 'replace' });
  const ghosts = state === undefined ? [] : current.filter((step) => !known.has(step.step));
  const chosen = shownStep(drawn, shown.step, compact);

  const scrubTo = (seq: number): void => {
    const step = rows.find((row) => row.seq === seq)?.step ?? null;
    void setShown({ seq: seq === lastSeq ? null : seq, ...(step === null || compact ? {} : { step }) });
  };
  const scrubBy = (by: 1 | -1): void => {
    if (ticks.length > 0) scrubTo(Math.min(lastSeq, Math.max(1, (past ?? lastSeq) + by)));
  };
  const walk = (by: 1 | -1): void => {
    const order = drawn.map((step) => String(step.step));
    const next = neighbour(order, chosen === undefined ? undefined : String(chosen.step), by);
    if (next !== undefined) void setShown({ step: Number(next) });
  };
  usePageKeys({
    j: { label: 'Next step', act: () => walk(1), repeats: true },
    k: { label: 'Previous step', act: () => walk(-1), repeats: true },
    arrowleft: { label: 'One checkpoint back', act: () => scrubBy(-1), repeats: true },
    arrowright: { label: 'One checkpoint on', act: () => scrubBy(1), repeats: true },
  });

  if (run.data === undefined) {
    return <RunMissing id={id} query={run} />;
  }
  const pane = chosen !== undefined && (past === undefined || state !== undefined) && (
    <StepPane
      key={chosen.step}
      run={run.data}
      step={chosen}
      steps={drawn}
      rows={rows}
      seq={past}
      tab={shown.tab}
      onTab={(tab) => void setShown({ tab })}
      onStep={(step) => void setShown({ step })}
    />
  );
  const left = (
    <>
      <RunScrubber ticks={ticks} seq={past ?? lastSeq} onSeq={scrubTo} />
      <ViewBar
        runId={run.data.id}
        view={shown.view}
        isFork={run.data.forkedFrom !== null}
        onView={(view) => void setShown({ view })}
        pastAt={state?.at}
        onNow={() => void setShown({ seq: null })}
        jumps={{ steps: drawn, chosen: chosen?.step, onStep: choose }}
      />
      <LinkNote
        known={{
          steps: steps.data?.nextCursor === null ? current.map(({ step }) => step) : undefined,
          drawn: past !== undefined && state === undefined ? undefined : [...known],
          lastSeq: journal.data?.nextCursor === null ? lastSeq : undefined,
          isFork: run.data.forkedFrom !== null,
          isOpen: run.data.finishedAt === null,
        }}
        onForget={() => void setShown(null)}
      />
      {steps.data === undefined ? (
        <Loading what="The steps" query={steps} rows={8} />
      ) : past !== undefined && state === undefined ? (
        <Loading what="The state at this checkpoint" query={pastState} rows={8} />
      ) : shown.view === 'compare' && run.data.forkedFrom !== null ? (
        <ForkCompare
          run={run.data}
          origin={run.data.forkedFrom}
          steps={drawn}
          onStep={(step) => void setShown({ step })}
        />
      ) : shown.view === 'json' ? (
        <RunJson run={run.data} steps={drawn} state={state} />
      ) : (
        <RunSteps
          run={run.data}
          steps={drawn}
          ghosts={ghosts}
          current={current}
          pastAt={state?.at}
          look={shown.view === 'list' ? 'list' : 'timeline'}
          chosen={chosen?.step}
          onChoose={choose}
        />
      )}
    </>
  );
  return (
    <div className="flex h-full flex-col max-md:h-auto">
      <SetCrumbs
        crumbs={[
          { label: 'Runs', href: routes.runs() },
          { label: run.data.agent, href: routes.runs({ agent: run.data.agent }) },
          { label: shortId(id), mono: true },
        ]}
      />
      <StaleBanner query={run} />
      <RunHead run={run.data} steps={current} />
      {run.data.erased === null && (
        <>
          <RunOutcome run={run.data} />
          <UndoNote run={run.data} />
          <ForkNote run={run.data} onStep={(step) => void setShown({ step })} />
        </>
      )}
      <ErasedNote run={run.data} />
      {run.data.erased !== null ? (
        <EmptyState title="Nothing is left to be shown" icon={<Glyph name="runs" />}>
          Its {plural(run.data.steps, 'step')} and what they held are gone; their digests stand in the
          journal.
        </EmptyState>
      ) : compact ? (
        <div>{left}</div>
      ) : (
        <ResizablePanes
          left={left}
          right={
            <aside aria-label="Chosen step" className="min-h-0 flex-1 overflow-auto">
              {pane}
            </aside>
          }
          storageKey="run"
          label="Chosen step"
          rightPx={444}
        />
      )}
      {run.data.erased === null && compact && chosen !== undefined && shown.step !== null && (
        <Dialog
          open
          onOpenChange={(open) => !open && void setShown({ step: null })}
          title={`Step ${chosen.step}, ${stepName(chosen)}`}
          width="lg"
        >
          <div className="-mx-5 -mb-5">{pane}</div>
        </Dialog>
      )}
    </div>
  );
}
