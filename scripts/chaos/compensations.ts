// Which runs of a chaos undo others, and whether somebody wanted that.
import type { Evidence, RunHead } from './evidence';
import type { Accepted } from './people';

/** By the run whose effects they undo. */
export function compensationsOf({ heads }: Pick<Evidence, 'heads'>, runId: string): RunHead[] {
  return [...heads.values()].filter(({ trigger }) => trigger.kind === 'compensation' && trigger.of === runId);
}

/** People were answered that it is undone; or its agent undoes what it did, and it was cancelled or failed. */
export function isWantedUndone({ heads }: Pick<Evidence, 'heads'>, accepted: Accepted): boolean {
  const status = heads.get(accepted.runId)?.status;
  return accepted.undoneBy.length > 0 || (accepted.plan.undoesItself && status !== 'succeeded');
}
