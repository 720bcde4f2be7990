// What a row means for the money that is held: an intent holds its worst case, whatever closes the attempt settles it. Pure.
import type { JournalEntry, ModelResult, ToolResult } from '@/lib/domain/journal-payload';
import type { RunState } from '@/lib/domain/run-state';
import type { HoldSettlement, NewHold } from '@/lib/ports/budget-ledger';
import type { SparedRead } from '@/lib/ports/kept-results';
import { findStep, heldIn, pricedStepAt, toolStepAt } from './step-access';

/** @param state after the intent of `step`. @param allowances from which it is taken. */
export function holdOf(state: RunState, number: number, allowances: readonly string[], at: string): NewHold {
  const step = pricedStepAt(state, number);
  if (step.held === null) throw new Error(`nothing is held for step ${number}`);
  const { attempt, microUsd: heldMicroUsd } = step.held;
  const of = { runId: state.runId, step: number, attempt, allowances, heldMicroUsd, at };
  if (step.kind === 'model') {
    const { model: name, modelVersion: version, summaryMicroUsd = 0 } = step.held;
    return { ...of, called: 'model', name, version, heldMicroUsd: heldMicroUsd + summaryMicroUsd };
  }
  if (step.call === null) throw new Error(`step ${number} holds money for no call`);
  return { ...of, called: 'tool', name: step.call.tool, version: step.call.toolVersion };
}

type Charge = Omit<HoldSettlement, 'runId' | 'at'>;

/** null: the entry closes no attempt for which something is held. @param before the state the entry follows. */
export function settlementOf(before: RunState, entry: JournalEntry, at: string): HoldSettlement | null {
  const charge = chargeIn(entry);
  if (charge === null || heldIn(findStep(before, charge.step)) === null) return null;
  return { ...charge, runId: before.runId, at };
}

/** What an attempt cost, where the entry closes one. */
export function chargeIn({ kind, payload }: JournalEntry): Charge | null {
  if (kind === 'result')
    return payload.type === 'model' ? chargeOfAnswer(payload) : chargeOfToolResult(payload);
  if (kind !== 'fact' || payload.type !== 'charged') return null;
  const { step, attempt, usage, costMicroUsd } = payload;
  return { step, attempt, usage, costMicroUsd, estimated: true, outcome: 'lost' };
}

function chargeOfAnswer({
  step,
  attempt,
  usage,
  costMicroUsd,
  savedMicroUsd = 0,
  ...rest
}: ModelResult): Charge {
  const outcome = rest.outcome === 'error' || rest.outcome === 'invalid' ? 'failed' : 'succeeded';
  const charge = { step, attempt, usage, costMicroUsd, estimated: rest.estimated === true, outcome } as const;
  return savedMicroUsd === 0 ? charge : { ...charge, savedMicroUsd };
}

function chargeOfToolResult({ step, attempt, spent, outcome: how }: ToolResult): Charge {
  const outcome = how === 'error' ? 'failed' : 'succeeded';
  const estimated = spent?.estimated === true;
  return { step, attempt, usage: null, costMicroUsd: spent?.microUsd ?? 0, estimated, outcome };
}

/** null: the entry is no read that was spared. @param after the state with the entry folded in. */
export function sparedBy(after: RunState, { kind, payload }: JournalEntry, at: string): SparedRead | null {
  if (kind !== 'result' || payload.type !== 'tool' || payload.outcome !== 'succeeded') return null;
  const { step, attempt, takenFrom } = payload;
  if (takenFrom === undefined) return null;
  const { costMicroUsd: savedMicroUsd, latencyMs: savedMs } = takenFrom;
  return {
    runId: after.runId,
    step,
    attempt,
    tool: toolStepAt(after, step).tool,
    savedMicroUsd,
    savedMs,
    at,
  };
}
