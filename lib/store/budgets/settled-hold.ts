// Knows what is told of a settled hold when it is counted.
import type { NewHold } from '../../ports/budget-ledger';

export type SettledHold = {
  readonly runId: string;
  readonly agent: string;
  readonly called: NewHold['called'];
  readonly name: string;
  /** ISO 8601. */
  readonly settledAt: string;
  readonly allowances: readonly string[];
  readonly held: number;
  readonly cost: number;
};

/** As it is taken to be counted. */
export type TakenHold = SettledHold & { readonly heldAt: string };
