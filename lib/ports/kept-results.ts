// Results of reads that may stand for later calls, in all runs and processes; refuses what is older than its tool permits, and what was read with other secrets.
import type { JsonValue } from '../domain/json';
import type { TakenFrom } from '../domain/taken-result';

/** Which call a result stands for. */
export type ReadCall = {
  readonly tool: string;
  readonly toolVersion: number;
  /** Over canonical arguments and the contract-relevant part of the tool. */
  readonly argumentHash: string;
  /** Sorted names of the secrets that its request is made with. */
  readonly secrets: readonly string[];
};

/** The same at one instant: under these versions of its secrets it is sent, or under later ones. */
export type AskedRead = ReadCall & {
  readonly secretVersions: string;
  /** ISO 8601, by the store's clock. */
  readonly at: string;
};

/** An instant by the clock of whoever asks, and what that clock says now; both ISO 8601. The store's own clock may say otherwise. */
export type Since = { readonly at: string; readonly now: string };

/** What was asked for so soon after that instant may have been asked for before it: clocks agree to some milliseconds. */
export const SINCE_MARGIN_MS = 1_000;

export type KeptResult = {
  readonly value: JsonValue;
  readonly tainted: boolean;
  readonly privateData: boolean;
  readonly from: TakenFrom;
};

/** `asked` is null where one of its secrets is not there, or is none whose versions are known: nothing may be kept of the call, which may have to fail by itself. */
export type FoundResult =
  | { readonly kept: KeptResult; readonly asked: null }
  | { readonly kept: null; readonly asked: AskedRead | null };

/** A read that was spared by an earlier one, and what that spared. */
export type SparedRead = {
  readonly runId: string;
  readonly step: number;
  readonly attempt: number;
  readonly tool: string;
  readonly savedMicroUsd: number;
  readonly savedMs: number;
  /** ISO 8601. */
  readonly at: string;
};

/** Longer ones are not kept: bytes of canonical JSON. */
export const MOST_KEPT_BYTES = 262_144;

export interface KeptResults {
  /**
   * The newest result of this call that may still be reused, made with the secrets that are in force, and asked for more than SINCE_MARGIN_MS after
   * `since` by either clock (null: whenever). @throws StoreUnavailableError.
   */
  find(call: ReadCall, since: Since | null): Promise<FoundResult>;
  /**
   * Keeps a result for `forMs` from the instant at which it was asked; an older one of the same call gives way, a newer one stays. One that is too
   * large, or too old already, is passed over.
   */
  keep(
    asked: AskedRead,
    result: Omit<KeptResult, 'from'> & { readonly from: Omit<TakenFrom, 'at'> },
    forMs: number,
  ): Promise<void>;
}
