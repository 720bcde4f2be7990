// What of a run can be undone, by which calls, and what was: the plan by the runtime, how far it is by the ledger.
import 'server-only';
import type { CompensationShape, UndoableEffectShape } from '../../contract/compensation';
import { canonicalJson } from '../../domain/canonical-json';
import type { PlannedUndo } from '../../domain/compensation';
import { RequestError } from '../../domain/errors';
import { TERMINAL_RUN_STATUSES } from '../../domain/run';
import type { RunState } from '../../domain/run-state';
import { amountOf } from '../../guard/amount-rule';
import { foldJournal } from '../../runtime/fold';
import { type UndoableEffect, undoableEffects } from '../../runtime/plan-compensation';
import { type CompensationRecord, compensationsOf, undoEffects } from '../../store/read/read-compensation';
import type { App } from '../app';
import { requireRun } from './read-run';

export type CompensationCase = {
  readonly state: RunState;
  readonly effects: readonly UndoableEffect[];
  readonly shape: CompensationShape;
};

/** @throws RequestError not_found, invalid_request for a step that has no effect to undo. */
export async function readCompensation(
  app: App,
  runId: string,
  steps?: readonly number[],
): Promise<CompensationCase> {
  const run = await requireRun(app, runId);
  const state = foldJournal(await app.store.loadJournal(runId));
  const effects = await undoableEffects(state, app);
  const runs = await compensationsOf(app.db, runId);
  const keys = effects.flatMap(({ undo }) => (undo === null ? [] : [undo.effectKey]));
  const undone = await undoEffects(app.db, keys);
  const shapes = await Promise.all(
    effects.map((effect) => shapeOf(app, effect, runs, undone.get(effect.undo?.effectKey ?? ''))),
  );
  const chosen = chosenOf(shapes, steps);
  const calls = effects.flatMap(({ step, undo }) => (undo !== null && chosen.has(step) ? [undo] : []));
  const shape: CompensationShape = {
    runId,
    effects: shapes,
    steps: calls.map(({ step }) => step),
    planHash: planHash(app, calls),
    refusal: refusalOf(TERMINAL_RUN_STATUSES.has(run.status), state, shapes, calls.length),
    runs: runs.map(({ steps: planned, ...one }) => ({ ...one, steps: [...planned] })),
  };
  return { state, effects, shape };
}

/** Over exactly what would be called, in its order. */
export function planHash({ hash }: Pick<App, 'hash'>, calls: readonly PlannedUndo[]): string {
  return hash(canonicalJson(calls.map((call) => ({ ...call }))));
}

function chosenOf(
  shapes: readonly UndoableEffectShape[],
  steps: readonly number[] | undefined,
): ReadonlySet<number> {
  if (steps === undefined) {
    const certain = shapes.filter(({ state, inDoubt }) => state === 'undoable' && !inDoubt);
    return new Set(certain.map(({ step }) => step));
  }
  const problems = steps.flatMap((step, i) => {
    const shape = shapes.find((one) => one.step === step);
    const path = `/steps/${i}`;
    if (shape === undefined) return [{ path, message: `step ${step} has no effect that could be undone` }];
    return shape.state === 'kept' ? [{ path, message: `step ${step} is kept: ${shape.reason}` }] : [];
  });
  const [first] = problems;
  if (first !== undefined)
    throw new RequestError('invalid_request', `${first.path} ${first.message}`, problems);
  return new Set(steps);
}

function refusalOf(
  ended: boolean,
  state: RunState,
  shapes: readonly UndoableEffectShape[],
  calls: number,
): string | null {
  if (state.compensation !== null) return 'An undo is not undone.';
  if (!ended) return 'The run has not ended. Cancel it first, or wait.';
  if (calls > 0) return null;
  if (shapes.length === 0) return 'The run changed nothing.';
  if (shapes.some((shape) => shape.state === 'undoing')) return 'It is being undone.';
  if (shapes.some((shape) => shape.state === 'undone')) return 'What can be undone is undone.';
  return 'Nothing of it can be undone.';
}

async function shapeOf(
  app: App,
  effect: UndoableEffect,
  runs: readonly CompensationRecord[],
  found: { status: string; runId: string; step: number } | undefined,
): Promise<UndoableEffectShape> {
  const { step, tool, inDoubt, undo, reason } = effect;
  const atIt = runs.find((run) => run.finishedAt === null && run.steps.includes(step));
  const settled = found?.status === 'failed_final' ? undefined : found;
  const by = settled ?? (atIt === undefined ? undefined : { status: 'planned', runId: atIt.id, step: null });
  const open = undo === null ? 'kept' : 'undoable';
  const version = undo === null ? null : await app.catalog.tool(undo.tool);
  return {
    step,
    tool,
    state: by === undefined ? open : by.status === 'succeeded' ? 'undone' : 'undoing',
    inDoubt,
    reason: by === undefined ? reason : null,
    undo:
      undo === null || version === null
        ? null
        : {
            tool: undo.tool,
            toolVersion: version.version,
            risk: version.definition.risk,
            arguments: undo.arguments,
            effectKey: undo.effectKey,
            amount: amountOf(version, undo.arguments),
            amountUnit: version.definition.amountUnit ?? null,
          },
    undoneBy: by === undefined ? null : { runId: by.runId, step: by.step },
  };
}
