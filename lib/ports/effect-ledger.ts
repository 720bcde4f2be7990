// One row per side effect, keyed for good; refuses a second execution and a key with other arguments.

import type { EffectId, LedgerPlace } from '../domain/effect';
import type { RecordedError } from '../domain/errors';
import type { JsonValue } from '../domain/json';
import type { StepOfRun } from '../domain/run';

/** A call that contacts somebody: it is sent only where no more than `most` contacts stand on the key since its last event; null: a person permits it. */
export type ContactClaim = { readonly correlationKey: string; readonly most: number | null };

export type EffectClaim = EffectId & {
  readonly contact?: ContactClaim;
  readonly runId: string;
  readonly step: number;
  readonly attempt: number;
  readonly fence: number;
  /** Over canonical arguments and the contract-relevant part of the tool. */
  readonly argumentHash: string;
  readonly tool: string;
  /** Held from the claim until the effect is settled. */
  readonly resource?: string | undefined;
};

/**
 * By the row that stands under (scope, key):
 * none, or failed_final (nothing happened, so other arguments are welcome): `claimed`, and the claimer owns it from now on ·
 * other argument hash: `mismatch` · succeeded: `replay` · unknown: `unknown`, whoever asks · either of them with an undo under its undo key
 * that is not failed_final: `undone` ·
 * in_progress of the same run and step: `claimed` again (a further attempt, or a new worker after a crash) · of anyone else: `in_flight`.
 * An owner that is gone never loses its effect to another run: its own run is recovered and settles it.
 * A claim that would be granted takes its resource too, in the same act, or nothing at all: `resource_busy`. An effect holds its resource until it
 * has succeeded or failed for good, also while it is unknown. Of two claims of one commit on one resource the first has it.
 */
export type EffectClaimOutcome =
  /** Ours: send. */
  | { readonly status: 'claimed'; readonly attempts: number }
  /** It succeeded before: take this result, call nobody. */
  | {
      readonly status: 'replay';
      readonly response: JsonValue;
      readonly tainted: boolean;
      readonly privateData: boolean;
    }
  /** Ours, but as many contacts as are permitted stand on its key already: nothing may be sent. */
  | {
      readonly status: 'capped';
      readonly correlationKey: string;
      readonly sent: number;
      readonly most: number;
    }
  /** Another run or step owns it and has not settled it. */
  | { readonly status: 'in_flight'; readonly ownerRunId: string; readonly ownerStep: number }
  /** The key stands for other arguments. */
  | { readonly status: 'mismatch'; readonly ownerRunId: string; readonly ownerStep: number }
  /** It is undone, or about to be, by this run and step: it is not done again under this key. */
  | { readonly status: 'undone'; readonly ownerRunId: string; readonly ownerStep: number }
  /** Another run or step left it unknown; nobody may send it before that is settled. */
  | { readonly status: 'unknown'; readonly ownerRunId: string; readonly ownerStep: number }
  /** The effect of another key holds the resource; nothing was claimed. */
  | { readonly status: 'resource_busy'; readonly ownerRunId: string; readonly ownerStep: number };

/** What a claim would meet at this moment, so that it need not be made in vain. */
export type EffectHold = { readonly place: LedgerPlace; readonly holder: StepOfRun };

export interface EffectWaits {
  /**
   * Who holds what this claim asks for: its resource, or its effect while that is in flight elsewhere (an unknown one of the same run counts).
   * null where the claim would be answered at once, whatever the answer. A resource is free from now on where nothing can be under way of the effect that
   * holds it: a run that has ended left it unknown, or a run that stands (`STANDS`) keeps it in progress, either for more than
   * ABANDONED_RESOURCE_MS. A further attempt of the latter takes its resource anew, or waits for it.
   */
  heldBy(
    claim: Pick<EffectClaim, 'scope' | 'key' | 'runId' | 'step' | 'resource'>,
  ): Promise<EffectHold | null>;
  /**
   * Makes runs that are parked until a time due now, where they wait for one of these and it is free: of those that wait for a resource the
   * oldest few, since one of them takes it; never the run whose effect it is. @returns their ids. A hint only: they wake at their own time without it.
   */
  wakeWaiting(places: readonly LedgerPlace[]): Promise<readonly string[]>;
}

/** More than a call may take at most, its worker's lease and the margins together. */
export const ABANDONED_RESOURCE_MS = 300_000;
/** What keeps a parked run from its next call until a person acts, or for as long as its bound may stand. */
export const STANDS = ['limit', 'paused', 'agent_paused', 'halt'] as const;
/** As many of those who wait for one resource are woken when it is free; the second in case that the first can't go on. */
export const WOKEN_PER_RESOURCE = 2;

export type EffectCompletion = EffectId & {
  /** On which key it counts as a contact, unless it certainly did not happen. */
  readonly contactKey?: string;
  readonly runId: string;
  readonly step: number;
  readonly fence: number;
  /** The one it was claimed with; the ledger itself knows it, this is for those who wait. */
  readonly resource?: string | undefined;
} & (
    | {
        readonly status: 'succeeded';
        readonly response: JsonValue;
        readonly tainted: boolean;
        readonly privateData: boolean;
      }
    | { readonly status: 'failed_final'; readonly error: RecordedError }
    | { readonly status: 'unknown'; readonly error: RecordedError }
  );
