// What a run was forked from, what a dry one would have done, by the runtime's own fold, what stands of a run or may be done again, and the forks that were made of it.
import 'server-only';
import type { ForksShape, WouldHaveDoneShape } from '../../contract/fork';
import { effectIdOf, undoKeyOf } from '../../domain/effect';
import { isDryRun } from '../../domain/fork';
import type { JournalRow } from '../../domain/journal-row';
import type { RunState, ToolStepState } from '../../domain/run-state';
import { UNAVAILABLE_IN_DRY_RUN } from '../../runtime/dry-call';
import { foldJournal } from '../../runtime/fold';
import { forkPoint } from '../../runtime/fork-point';
import { isInDoubt } from '../../runtime/plan-compensation';
import { isToolStep } from '../../runtime/step-access';
import { listForks } from '../../store/read/list-forks';
import { undoEffects } from '../../store/read/read-compensation';
import type { App } from '../app';
import { requireRun } from './read-run';

/** @throws RequestError not_found; with `fromStep` as `forkPoint` does. */
export async function readForks(app: App, runId: string, fromStep?: number): Promise<ForksShape> {
  await requireRun(app, runId);
  const rows = await app.store.loadJournal(runId);
  const state = foldJournal(rows);
  const forks = await listForks(app.db, runId);
  const isDry = isDryRun(runId);
  const done = fromStep === undefined ? null : await doneSteps(app, rows, fromStep);
  return {
    runId,
    forkedFrom: state.fork,
    wouldHaveDone: isDry ? wouldHaveDone(state) : null,
    unavailable: isDry ? unavailable(state) : null,
    doneBefore: done?.before ?? null,
    doneAgain: done?.again ?? null,
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

export type DoneSteps = {
  readonly before: NonNullable<ForksShape['doneBefore']>;
  readonly again: NonNullable<ForksShape['doneAgain']>;
};

/**
 * What the run did, or may have done, before the fork's first step and from there on, as far as its journal goes. What was undone since is left out.
 * @throws RequestError as `forkPoint` does.
 */
export async function doneSteps(
  app: Pick<App, 'db' | 'hash'>,
  rows: readonly JournalRow[],
  fromStep: number,
): Promise<DoneSteps> {
  const { firstStep } = forkPoint(rows, fromStep);
  const state = foldJournal(rows);
  const done = state.steps.filter(isToolStep).flatMap((step) => {
    const { call, status, resultSource } = step;
    if (call === null || call.effect === 'read' || resultSource === 'would_have_done') return [];
    if (status !== 'succeeded' && !isInDoubt(state, step)) return [];
    return [{ shape: callOf(step), undoKey: undoKeyOf(effectIdOf(call), app.hash) }];
  });
  const undone = await undoEffects(
    app.db,
    done.map(({ undoKey }) => undoKey),
  );
  const left = done
    .filter(({ undoKey }) => undone.get(undoKey)?.status !== 'succeeded')
    .map(({ shape }) => shape);
  return {
    before: left.filter(({ step }) => step < firstStep),
    again: left.filter(({ step }) => step >= firstStep),
  };
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
