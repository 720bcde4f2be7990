// One row per side effect, keyed for good; refuses a second execution and a key with other arguments.

import type { EffectId } from '../domain/effect';
import type { RecordedError } from '../domain/errors';
import type { JsonValue } from '../domain/json';

export type EffectClaim = EffectId & {
  readonly runId: string;
  readonly step: number;
  readonly attempt: number;
  readonly fence: number;
  /** Over canonical arguments and the contract-relevant part of the tool. */
  readonly argumentHash: string;
  readonly tool: string;
};

/**
 * By the row that stands under (scope, key):
 * none, or failed_final (nothing happened, so other arguments are welcome): `claimed`, and the claimer owns it from now on ·
 * other argument hash: `mismatch` · succeeded: `replay` · unknown: `unknown`, whoever asks ·
 * in_progress of the same run and step: `claimed` again (a further attempt, or a new worker after a crash) · of anyone else: `in_flight`.
 * An owner that is gone never loses its effect to another run: its own run is recovered and settles it.
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
  /** Another run or step owns it and has not settled it. */
  | { readonly status: 'in_flight'; readonly ownerRunId: string; readonly ownerStep: number }
  /** The key stands for other arguments. */
  | { readonly status: 'mismatch'; readonly ownerRunId: string; readonly ownerStep: number }
  /** Another run or step left it unknown; nobody may send it before that is settled. */
  | { readonly status: 'unknown'; readonly ownerRunId: string; readonly ownerStep: number };

export type EffectCompletion = EffectId & {
  readonly runId: string;
  readonly step: number;
  readonly fence: number;
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
