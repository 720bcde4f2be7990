// Slots that all processes share, and who waits for them. A slot is held by a claimed run: it is free again as soon as that claim is over.

/** One call of one claimed run. */
export type SlotHolder = { readonly runId: string; readonly fence: number; readonly step: number };

export type SlotRequest = SlotHolder & {
  readonly key: string;
  readonly limit: number;
  /** Refused, it asks again within this time, by itself. */
  readonly asksAgainMs: number;
};

/** Leave to make one call. */
export type Slot = {
  readonly key: string;
  readonly slot: number;
  /** Which giving out of this slot it was. */
  readonly grant: number;
};

/** The runs of `wake` may go on; the store has not touched them. */
export type Offer = { readonly wake: readonly string[]; readonly someWait: boolean };

export interface BulkheadStore {
  /**
   * One slot, never more than `limit` at once by anybody's asking with this limit; null: none is free for it, and its place in the queue is kept by
   * when it first asked. A holder that asks again gets the slot it has. One that lost its run gets none. While a slot above a lowered limit is held,
   * nothing is given out below it.
   */
  take(request: SlotRequest): Promise<Slot | null>;
  /** Gives it back and offers it to who has waited longest. The second time nothing happens. */
  release(slot: Slot): Promise<Offer>;
  /** Offers what is free, because its holder died or an offer was not taken; tells once more of those that stand. */
  offer(key: string, limit: number): Promise<Offer>;
}

/** Who was offered a slot is waited for as long as this before others get it. */
export const OFFER_STANDS_MS = 3_000;
