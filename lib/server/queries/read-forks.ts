// What a run was forked from, what a dry one would have done, by the runtime's own fold, and the forks that were made of it.
import 'server-only';
import type { ForksShape, WouldHaveDoneShape } from '../../contract/fork';
import { isDryRun } from '../../domain/fork';
import type { JournalRow } from '../../domain/journal-row';
import type { RunState, ToolStepState } from '../../domain/run-state';
import { UNAVAILABLE_IN_DRY_RUN } from '../../runtime/dry-call';
import { foldJournal } from '../../runtime/fold';
import { forkPoint } from '../../runtime/fork-point';
import { isToolStep, mayHaveHappened } from '../../runtime/step-access';
import { listForks } from '../../store/read/list-forks';
import type { App } from '../app';
import { requireRun } from './read-run';

/** @throws RequestError not_found; with `fromStep` as `forkPoint` does. */
export async function readForks(app: App, runId: string, fromStep?: number): Promise<ForksShape> {
  await requireRun(app, runId);
  const rows = await app.store.loadJournal(runId);
  const state = foldJournal(rows);
  const forks = await listForks(app.db, runId);
  const isDry = isDryRun(runId);
  return {
    runId,
    forkedFrom: state.fork,
    wouldHaveDone: isDry ? wouldHaveDone(state) : null,
    unavailable: isDry ? unavailable(state) : null,
    doneBefore: fromStep === undefined ? null : doneBefore(rows, fromStep),
    forks: forks.map((fork) => ({ ...fork, mode: isDryRun(fork.id) ? 'dry' : 'live' })),
  };
}

export function wouldHaveDone(state: RunState): WouldHaveDoneShape[] {
  return state.steps.filter(isToolStep).flatMap((step) => {
    if (step.resultSource !== 'would_have_done' || step.admission === null) return [];
    const { verdict, reasons } = step.admission;
    return [
      { ...callOf(step), arguments: step.arguments, verdict, reasons: reasons.map(({ message }) => message) },
    ];
  });
}

/** What the run did, or may have done, before this step. */
export function doneBefore(
  rows: readonly JournalRow[],
  fromStep: number,
): NonNullable<ForksShape['doneBefore']> {
  return forkPoint(rows, fromStep)
    .state.steps.filter(isToolStep)
    .filter(
      (step) => step.call !== null && step.call.effect !== 'read' && step.resultSource !== 'would_have_done',
    )
    .filter((step) => step.status === 'succeeded' || mayHaveHappened(step))
    .map(callOf);
}

function callOf({ step, tool, admission }: ToolStepState) {
  return { step, tool, amount: admission?.amount ?? null, amountUnit: admission?.amountUnit ?? null };
}

function unavailable(state: RunState): NonNullable<ForksShape['unavailable']> {
  return state.steps
    .filter(isToolStep)
    .filter(({ error }) => error?.code === UNAVAILABLE_IN_DRY_RUN)
    .map(({ step, tool, arguments: args }) => ({ step, tool, arguments: args }));
}
