// What a row means for the money that is held: an intent holds its worst case, whatever closes the attempt settles it. Pure.
import type { JournalEntry } from '@/lib/domain/journal-payload';
import type { RunState } from '@/lib/domain/run-state';
import type { HoldSettlement, NewHold } from '@/lib/ports/budget-ledger';
import { findStep, modelStepAt } from './step-access';

/** @param state after the intent of `step`. @param allowances from which it is taken. */
export function holdOf(state: RunState, step: number, allowances: readonly string[], at: string): NewHold {
  const { held } = modelStepAt(state, step);
  if (held === null) throw new Error(`nothing is held for step ${step}`);
  return {
    runId: state.runId,
    step,
    attempt: held.attempt,
    called: 'model',
    name: held.model,
    version: held.modelVersion,
    allowances,
    heldMicroUsd: held.microUsd,
    at,
  };
}

/** null: the entry closes no attempt for which something is held. @param before the state the entry follows. */
export function settlementOf(
  before: RunState,
  { kind, payload }: JournalEntry,
  at: string,
): HoldSettlement | null {
  if (kind !== 'result' && kind !== 'fact') return null;
  if (payload.type !== 'model' && payload.type !== 'charged') return null;
  const { step, attempt, usage, costMicroUsd } = payload;
  const of = findStep(before, step);
  if (of?.kind !== 'model' || of.held === null) return null;
  const settled = { runId: before.runId, step, attempt, usage, costMicroUsd, at };
  if (payload.type === 'charged') return { ...settled, estimated: true, outcome: 'lost' };
  const outcome = payload.outcome === 'error' || payload.outcome === 'invalid' ? 'failed' : 'succeeded';
  return { ...settled, estimated: payload.estimated === true, outcome };
}
