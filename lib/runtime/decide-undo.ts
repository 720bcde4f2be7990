// What a compensation does next: one call after the other in the order of its plan, until all is undone or one could not be. Pure.
import type { CompensationPlan } from '@/lib/domain/compensation';
import type { JsonValue } from '@/lib/domain/json';
import type { RunError } from '@/lib/domain/run';
import type { RunState, ToolStepState } from '@/lib/domain/run-state';
import { isToolStep } from './step-access';

export type UndoMove =
  /** The next call of the plan, as a step. */
  | { readonly kind: 'undo'; readonly step: number; readonly index: number }
  | {
      readonly kind: 'end';
      readonly status: 'succeeded';
      readonly output: JsonValue;
      readonly error: null;
    };

/** Every step before it is settled. */
export function nextUndo(state: RunState, plan: CompensationPlan): UndoMove {
  const index = state.usage.steps;
  if (index < plan.calls.length) return { kind: 'undo', step: index + 1, index };
  return { kind: 'end', status: 'succeeded', output: outputOf(state, plan), error: null };
}

/** An undo that was refused or failed ends the run: what stands before it in time may rest on it, and is not undone over its head. */
export function undoFailure(state: RunState): RunError | null {
  const step = state.steps.filter(isToolStep).find(({ status }) => REFUSED.has(status));
  if (step === undefined) return null;
  const what = step.undo === null ? `Step ${step.step}` : `Step ${step.undo.step} (${step.undo.undoes})`;
  return { code: 'compensation_failed', message: `${what} was not undone: ${reasonOf(step)}` };
}

const REFUSED: ReadonlySet<ToolStepState['status']> = new Set(['failed', 'denied', 'rejected']);

function reasonOf({ tool, status, error, verdict, admission }: ToolStepState): string {
  if (status === 'failed') return `${tool} failed, ${error?.code}: ${error?.message}`;
  if (status === 'rejected') {
    return verdict?.decision === 'expire'
      ? `nobody approved ${tool} in time.`
      : `${verdict?.by.label} rejected ${tool}${verdict?.reason ? `: ${verdict.reason}` : '.'}`;
  }
  const why = admission?.reasons.filter(({ verdict: said }) => said === 'deny').map(({ message }) => message);
  return `${tool} was denied. ${why?.join(' ') ?? ''}`.trim();
}

function outputOf({ steps }: RunState, { of, kept }: CompensationPlan): JsonValue {
  const undone = steps
    .filter(isToolStep)
    .flatMap(({ step, tool, result, undo }) =>
      undo === null ? [] : [{ step: undo.step, tool: undo.undoes, by: { step, tool, result } }],
    );
  return { compensates: of, undone, kept: kept.map((one) => ({ ...one })) };
}
