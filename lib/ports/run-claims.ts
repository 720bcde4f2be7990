// How workers come to own runs: by claims under their lease, once, fair among agents; and how they learn what they own when an answer was lost.
import type { JournalRow } from '../domain/journal-row';

/** The code of the error after which nobody knows whether runs were claimed. */
export const CLAIM_UNKNOWN = 'claim_unknown';

export type ClaimedRun = {
  readonly runId: string;
  readonly fence: number;
  /** As `loadJournal` gives it, the claim row last, where the claim brought it along. */
  readonly journal?: readonly JournalRow[];
  /** Absent where none was. Known without the journal, since reading that may be what takes workers down. */
  readonly lost?: LostOwners;
};

/** Workers that were lost while they owned the run, in a row and without a result in between. */
export type LostOwners = {
  readonly owners: number;
  /** The last `GIVEN_UP_AFTER_LOST` of them were lost before they began any attempt. */
  readonly beforeAttempt: boolean;
};

export interface RunClaims {
  /**
   * Claims up to `limit` due runs, oldest due first and fair among agents, and appends a claim row to each. One agent gets its share of the worker's
   * places (`moreRunsOf`, with `limit` of them free), and never more are running in all workers than its active version allows. Of what is stopped only a run that has
   * input to fold in, or whose owner is gone: it settles what it can and parks again. Runs that are kept apart are left alone: see `claimApart`.
   * @throws CodedError `claim_unknown` where runs may have been claimed and the answer was lost: the worker may own what it does not know of, so it
   * has to ask for `ownedRuns`, or to give its lease up. After any other error nothing was claimed.
   */
  claimDue(workerId: string, limit: number): Promise<readonly ClaimedRun[]>;
  /**
   * Claims this run when it is due, or its owner's lease has run out, and its agent's limit and share allow it, or it has a cancel to fold in; null
   * otherwise. Without `free`, the places that the worker has left, there is no share. @throws as `claimDue` does.
   */
  claimRun(workerId: string, runId: string, free?: number): Promise<ClaimedRun | null>;
  /**
   * Claims up to `limit` runs that nobody owns and that have a cancel to fold in. All that is left for them is to settle what is in doubt and to end,
   * so they need no place: neither the worker's places nor their agent's limit hold them up, and they count in neither. @throws as `claimDue` does.
   */
  claimCancelled(workerId: string, limit: number): Promise<readonly ClaimedRun[]>;
  /**
   * Claims up to `limit` dry runs that are due, oldest due first, or the one that is named. No other claim takes them, and they need no place: neither
   * the worker's places nor their agent's limit hold them up, and they count in neither. @throws as `claimDue` does.
   */
  claimDry(workerId: string, limit: number, runId?: string): Promise<readonly ClaimedRun[]>;
  /**
   * Claims one run that lost `ALONE_AFTER_LOST` owners in a row without a result: it may be what takes them down, or have stood beside it. Whoever
   * claims it has no other run at work, so that only the one that was alone counts on. null when none of them is due. @throws as `claimDue` does.
   */
  claimApart(workerId: string): Promise<ClaimedRun | null>;
  /** Whether one of those waits to be claimed. */
  anyApart(): Promise<boolean>;
  /**
   * What this worker owns by a claim under its present lease, without journals; nothing without a lease. A claim whose answer was lost may
   * still be under way and show only later.
   */
  ownedRuns(workerId: string): Promise<readonly ClaimedRun[]>;
}
