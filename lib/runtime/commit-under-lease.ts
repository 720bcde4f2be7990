// Hands a commit to the store; refuses to go on where it shows that the run, or what may be held for it, is no longer this worker's.
import { CodedError } from '@/lib/domain/errors';
import { WINDOW_MOVED } from '@/lib/ports/amount-windows';
import { ALLOWANCE_GONE } from '@/lib/ports/budget-ledger';
import type { CommitOutcome, RunCommit, RunStore } from '@/lib/ports/run-store';
import { LeaseLostError } from './advance-outcome';

type Committed = Extract<CommitOutcome, { status: 'committed' }>;

/** @throws LeaseLostError; whatever the store throws besides. */
export async function commitUnderLease(
  store: Pick<RunStore, 'commit'>,
  commit: RunCommit,
): Promise<Committed> {
  try {
    const outcome = await store.commit(commit);
    if (outcome.status === 'fenced') throw new LeaseLostError('fenced');
    return outcome;
  } catch (cause) {
    // The store takes back what a worker may hold once its lease is over.
    if (cause instanceof CodedError && cause.code === ALLOWANCE_GONE) throw new LeaseLostError('unproven');
    throw cause;
  }
}

/** Nothing was committed: an amount was decided on another sum than stands in its window by now. */
export const windowMoved = (cause: unknown): boolean =>
  cause instanceof CodedError && cause.code === WINDOW_MOVED;
