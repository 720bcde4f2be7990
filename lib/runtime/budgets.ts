// How an attempt asks for money before its intent is written.
import type { BudgetName, BudgetScope } from '@/lib/domain/budget';

export type ReservationRequest = {
  readonly scopes: readonly BudgetScope[];
  /** What is wanted, and with what the attempt can still do. */
  readonly mostMicroUsd: number;
  readonly leastMicroUsd: number;
};

/** Money set aside for one attempt. Exactly one of the two is called, once. */
export type Reserved = {
  readonly status: 'reserved';
  /** Between least and most. */
  readonly microUsd: number;
  /** From which it is taken, in full from each; empty where no budget applies. */
  readonly allowances: readonly string[];
  /** The hold stands in the store. */
  readonly committed: () => void;
  /** The intent was never written. */
  readonly release: () => void;
};

export type Reservation =
  | Reserved
  | {
      readonly status: 'refused';
      readonly budget: BudgetName;
      /** How long to wait before asking again, at the latest. */
      readonly waitMs: number;
    };

export interface Budgets {
  /** @throws StoreUnavailableError: nothing is reserved without the store. */
  reserve(request: ReservationRequest): Promise<Reservation>;

  /** Whether the least of it would be reserved now; reserves nothing, and believes no refusal of before. @throws as `reserve` does. */
  hasRoom(request: ReservationRequest): Promise<boolean>;
}
