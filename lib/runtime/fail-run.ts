// The end of a run that can't go on: seen instead of being claimed again and again.
import type { RunState } from '@/lib/domain/run-state';
import type { ClaimedRun } from '@/lib/ports/run-claims';
import { type AdvanceOutcome, LeaseLostError, outcomeOfLoss } from './advance-outcome';
import { condemnRun } from './condemn-run';
import type { RuntimePorts } from './runtime-ports';

type Failing = {
  readonly claimed: ClaimedRun;
  /** What is committed of it; null when its journal could not be read. */
  readonly committed: RunState | null;
  readonly holdsLease: () => boolean;
  readonly endByCommit: (committed: RunState) => Promise<AdvanceOutcome>;
};

/**
 * A fault of the runtime itself, a journal that can't be read, or a commit that the store refuses for good: the run ends as failed. By a commit where
 * one is possible, else by the fence alone. Without a lease that can be proven it says nothing: inputs are read without a fence, and may belong to
 * what another worker has made of the run since.
 * @throws what even the fence could not do.
 */
export async function failRun(
  failing: Failing,
  cause: unknown,
  ports: RuntimePorts,
): Promise<AdvanceOutcome> {
  const { claimed, committed, holdsLease, endByCommit } = failing;
  if (!holdsLease()) return 'unproven';
  ports.logger.error('run can not go on', { runId: claimed.runId, cause });
  try {
    if (committed === null) return await condemnRun(claimed, 'journal_unreadable', ports);
    return await endByCommit(committed).catch((refused: unknown) => {
      if (refused instanceof LeaseLostError) throw refused;
      ports.logger.error('run can not be ended by a commit', { runId: claimed.runId, cause: refused });
      return condemnRun(claimed, 'internal_error', ports);
    });
  } catch (again) {
    if (again instanceof LeaseLostError) return outcomeOfLoss(again);
    throw again;
  }
}
