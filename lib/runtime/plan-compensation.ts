// What of a run can be undone, by which calls and in which order; sends nothing and decides nothing.
import type { KeptEffect, PlannedUndo } from '@/lib/domain/compensation';
import { effectIdOf, undoKeyOf } from '@/lib/domain/effect';
import type { PlannedCall } from '@/lib/domain/planned-call';
import type { RunState, ToolStepState } from '@/lib/domain/run-state';
import type { Catalog } from '@/lib/ports/catalog';
import { undoArguments } from '@/lib/resilience/undo-template';
import type { RuntimePorts } from './runtime-ports';
import { isToolStep, mayHaveHappened } from './step-access';

type PlanPorts = Pick<RuntimePorts, 'schemas' | 'hash'> & { readonly catalog: Pick<Catalog, 'tool'> };

/** One effect of a run: that it happened, or that nobody knows; and the call that undoes it, or why there is none. */
export type UndoableEffect = {
  readonly step: number;
  readonly tool: string;
  readonly inDoubt: boolean;
  readonly effectKey: string;
  readonly undo: PlannedUndo | null;
  readonly reason: string | null;
};

/**
 * Every effect, the latest first. Steps of one answer ran side by side, so that their numbers are as good an order as any; those of a later answer
 * may rest on an earlier one's. The tool's newest version says what undoes it: an undo that is declared or mended today serves yesterday's calls.
 */
export async function undoableEffects(state: RunState, ports: PlanPorts): Promise<UndoableEffect[]> {
  const effects: UndoableEffect[] = [];
  for (const step of state.steps.filter(isToolStep).toReversed()) {
    const { call } = step;
    if (call === null || call.effect === 'read' || isOfOrigin(state, step)) continue;
    const inDoubt = step.status !== 'succeeded';
    if (inDoubt && !isInDoubt(state, step)) continue;
    const found = await undoOf(step, call, inDoubt, ports);
    const { effectKey } = call;
    effects.push({ step: step.step, tool: step.tool, inDoubt, effectKey, ...found });
  }
  return effects;
}

/** The calls of a plan, and what stays. @param chosen null: everything that certainly happened. */
export function planOf(
  effects: readonly UndoableEffect[],
  chosen: ReadonlySet<number> | null,
): { calls: PlannedUndo[]; kept: KeptEffect[] } {
  const isMeant = ({ step, inDoubt }: UndoableEffect) => (chosen === null ? !inDoubt : chosen.has(step));
  const calls = effects.flatMap((one) => (isMeant(one) && one.undo !== null ? [one.undo] : []));
  const kept = effects
    .filter((one) => !isMeant(one) || one.undo === null)
    .map(({ step, tool, reason, inDoubt }) => ({
      step,
      tool,
      reason: reason ?? (inDoubt ? NOBODY_KNOWS : 'It was not chosen.'),
    }));
  return { calls, kept };
}

const NOBODY_KNOWS = 'Nobody knows whether it happened.';

/** What the run did that this one was forked from is that run's to undo; a dry one did nothing. */
const isOfOrigin = ({ fork }: RunState, { step }: ToolStepState): boolean =>
  fork !== null && (step < fork.firstStep || fork.mode === 'dry');

/** After its end, or in a run without one: whether the step was cut off, or failed, where it may have happened. */
export function isInDoubt({ end }: RunState, step: ToolStepState): boolean {
  const cut = end?.cut.find((one) => one.step === step.step);
  return mayHaveHappened(cut !== undefined && isToolStep(cut) ? cut : step);
}

async function undoOf(
  step: ToolStepState,
  call: PlannedCall,
  inDoubt: boolean,
  { catalog, schemas, hash }: PlanPorts,
): Promise<{ undo: PlannedUndo | null; reason: string | null }> {
  const none = (reason: string) => ({ undo: null, reason });
  if (step.undo !== null) return none('It undoes something itself.');
  if (step.resultSource === 'ledger')
    return none('Another run or step did it, and this one took its result.');
  const declared = (await catalog.tool(step.tool))?.definition.compensateWith;
  if (declared === undefined) return none(`${step.tool} declares no tool that undoes it.`);
  const tool = await catalog.tool(declared.tool);
  if (tool === null) return none(`There is no tool ${declared.tool} any more.`);
  const result = inDoubt ? undefined : (step.result ?? undefined);
  const made = undoArguments(declared, { arguments: step.arguments, result });
  if (!made.ok)
    return none(`${declared.tool} needs ${made.missing.join(', ')}, which this call does not have.`);
  const problems = schemas.validate(tool.definition.inputSchema, made.arguments);
  if (problems.length > 0) {
    const said = problems.map(({ path, message }) => `${path}: ${message}`).join('; ');
    return none(`Its arguments do not fit ${declared.tool}: ${said}`);
  }
  const undo = {
    step: step.step,
    undoes: step.tool,
    undoesKey: call.effectKey,
    tool: declared.tool,
    arguments: made.arguments,
    effectKey: undoKeyOf(effectIdOf(call), hash),
  };
  return { undo, reason: null };
}
