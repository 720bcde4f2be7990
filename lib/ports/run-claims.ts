// How workers come to own runs: by claims under their lease, once, fair among agents; and how they learn what they own when an answer was lost.
import type { JournalRow } from '../domain/journal-row';

/** The code of the error after which nobody knows whether runs were claimed. */
export const CLAIM_UNKNOWN = 'claim_unknown';

export type ClaimedRun = {
  readonly runId: string;
  readonly fence: number;
  /** As `loadJournal` gives it, the claim row last, where the claim brought it along. */
  readonly journal?: readonly JournalRow[];
};

export interface RunClaims {
  /**
   * Claims up to `limit` due runs, oldest due first and fair among agents, and appends a claim row to each. One agent gets its share of the worker's
   * places (`moreRunsOf`, with `limit` of them free), and never more are running in all workers than its active version allows. Of what is stopped only a run that has
   * input to fold in, or whose owner is gone: it settles what it can and parks again.
   * @throws CodedError `claim_unknown` where runs may have been claimed and the answer was lost: the worker may own what it does not know of, so it
   * has to ask for `ownedRuns`, or to give its lease up. After any other error nothing was claimed.
   */
  claimDue(workerId: string, limit: number): Promise<readonly ClaimedRun[]>;
  /**
   * Claims this run when it is due, or its owner's lease has run out, and its agent's limit and share allow it; null otherwise. Without `free`, the
   * places that the worker has left, there is no share. @throws as `claimDue` does.
   */
  claimRun(workerId: string, runId: string, free?: number): Promise<ClaimedRun | null>;
  /**
   * What this worker owns by a claim under its present lease, without journals; nothing without a lease. A claim whose answer was lost may
   * still be under way and show only later.
   */
  ownedRuns(workerId: string): Promise<readonly ClaimedRun[]>;
}
