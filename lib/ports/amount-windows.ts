// What calls count in the windows of their agents: summed for an admission, reserved by the commit that admits; refuses what was decided on another sum.
import type { ReviewRate } from '../domain/sampling';

export type WindowAsk = { readonly key: string; readonly perMs: number };

export type WindowSum = WindowAsk & {
  /** Of what is pending, whatever its age, and of what was made within the time. */
  readonly others: number;
  /** How often an amount had been added under the key. */
  readonly seen: number;
};

/** Calls of one run that are summed elsewhere: the one that is admitted, and those whose amounts are not committed yet. */
export type OwnCalls = { readonly runId: string; readonly steps: readonly number[] };

/** What a commit changes of what one call counts. An amount is added by the row that admits its call, and is there once, however often it is added. */
export type WindowChange = { readonly runId: string; readonly step: number } & (
  | {
      readonly kind: 'count';
      readonly key: string;
      readonly amount: number;
      /** Decided on this; null: on none, it counts whatever else does. */
      readonly seen: number | null;
      /** It is made already. */
      readonly made: boolean;
    }
  /** What it counts is made, or may have been: from now on it ages. */
  | { readonly kind: 'made' }
  /** It counts no more than this. */
  | { readonly kind: 'release'; readonly keeping: readonly string[] }
);

/** The code of the error of a commit that adds to another sum than the one it was decided on: it was certainly not committed. */
export const WINDOW_MOVED = 'window_moved';

export interface AmountWindows {
  /** In the order asked; the time is the store's. @throws StoreUnavailableError */
  sumsIn(asked: readonly WindowAsk[], own: OwnCalls): Promise<readonly WindowSum[]>;
  /** How often calls of this agent and tool are sampled; null before anybody decided about one. @throws StoreUnavailableError */
  reviewRate(agent: string, tool: string): Promise<ReviewRate | null>;
}
