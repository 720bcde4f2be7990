// The state of breakers, shared by every process that calls: one row a breaker, counts by the second, permits by epoch. Its clock is the store's.
import type { BreakerState, BreakerWindow, CallCounts } from '../domain/breaker';

export type BreakerStanding = {
  readonly state: BreakerState;
  /** Raised with each change of state; what was let through under an older one counts for nothing. */
  readonly epoch: number;
  /** While open: how long it still is, 0 when probes may go. Null in every other state. */
  readonly opensInMs: number | null;
};

/** A breaker nobody has heard of. */
export const CLOSED: BreakerStanding = { state: 'closed', epoch: 0, opensInMs: null };

/** Calls of one breaker that ended since the last report. */
export type BreakerReport = CallCounts & { readonly key: string; readonly epoch: number };

/** Leave for one call in half_open; without an answer it runs out at `lease`, an instant of the store's clock that names it. */
export type BreakerProbe = { readonly key: string; readonly epoch: number; readonly lease: string };

export type Reopening = { readonly openMs: number; readonly reason: string };

export interface BreakerStore {
  read(key: string): Promise<BreakerStanding>;
  /** Adds to the second that it is now. Counts of an older epoch are kept apart and never looked at again. */
  report(reports: readonly BreakerReport[]): Promise<void>;
  /** The calls of this epoch in the window, as far as they are reported. */
  countsOf(key: string, epoch: number, window: BreakerWindow): Promise<CallCounts>;
  /** closed → open. @returns false when the epoch is over: somebody else changed it. */
  open(key: string, epoch: number, how: Reopening & { readonly counts: CallCounts }): Promise<boolean>;
  /**
   * Leave for a probe: an open breaker whose time is over becomes half_open first. At most `most` probes are under way or answered at once, over
   * all processes. @returns null when there is none left, or the breaker is not half open.
   */
  takeProbe(key: string, most: number, leaseMs: number): Promise<BreakerProbe | null>;
  /**
   * answered: with the `needed`th the breaker closes. faulty: it opens again. none: the place is free again. A probe of an older epoch, or whose
   * place went to another because its lease had run out, changes nothing.
   */
  settleProbe(
    probe: BreakerProbe,
    end:
      | { readonly verdict: 'answered' | 'none'; readonly needed: number }
      | ({ readonly verdict: 'faulty' } & Reopening),
  ): Promise<void>;
}
