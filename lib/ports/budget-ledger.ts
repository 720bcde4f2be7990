// What was given, held and spent: grants workers a part of a budget's room, from which holds are taken; refuses what does not fit.
import type { BudgetName, BudgetScope } from '../domain/budget';

/** A part of one budget's room in one period, leased to a worker. */
export type Allowance = {
  readonly id: string;
  readonly budget: BudgetName;
  /** ISO 8601; no hold is taken from it at or after this instant. null: a period without an end. */
  readonly endsAt: string | null;
  /** What is granted and neither held nor spent by a hold that the store knows of. */
  readonly freeMicroUsd: number;
  /** Others want it: whatever is free is to be given back, and holds are granted one by one. */
  readonly recalled: boolean;
};

export type RoomRequest = {
  readonly workerId: string;
  /** Whatever applies: `global`, the agent's, those of the run's labels. */
  readonly scopes: readonly BudgetScope[];
  /** What must be free in each allowance afterwards, and what may be where there is plenty of room. */
  readonly leastMicroUsd: number;
  readonly mostMicroUsd: number;
};

export type RoomAnswer =
  /** One of each budget that applies, its free part at least as asked for; empty where no budget applies. */
  | { readonly status: 'granted'; readonly allowances: readonly Allowance[] }
  /** There may be room once other workers have given back what they do not use: ask again soon. */
  | { readonly status: 'recalling' }
  | {
      readonly status: 'refused';
      /** The one with the least room. */
      readonly budget: BudgetName;
      /** The largest hold that every budget would take. */
      readonly roomMicroUsd: number;
      readonly limitMicroUsd: number;
      /** ISO 8601: when its period is over; null: never. */
      readonly resetsAt: string | null;
    };

/** The attempt whose worst case is held. */
export type NewHold = {
  readonly runId: string;
  readonly step: number;
  readonly attempt: number;
  readonly called: 'model' | 'tool';
  readonly name: string;
  readonly version: number;
  /** From which it is taken: in full from each. */
  readonly allowances: readonly string[];
  readonly heldMicroUsd: number;
  /** ISO 8601. */
  readonly at: string;
};

/** The code of the error of a commit whose holds name an allowance that is gone: it was certainly not committed. */
export const ALLOWANCE_GONE = 'allowance_gone';

/** What became of it; a hold that is not there, or is settled already, is left as it is. */
export type HoldSettlement = {
  readonly runId: string;
  readonly step: number;
  readonly attempt: number;
  /** May be more than was held. */
  readonly costMicroUsd: number;
  /** Nobody knows; it is counted at what it may have cost at most. */
  readonly estimated: boolean;
  readonly outcome: 'succeeded' | 'failed' | 'lost';
  readonly usage: {
    readonly inputTokens: number;
    readonly outputTokens: number;
    readonly cachedInputTokens: number;
    readonly reasoningTokens: number;
    readonly cacheWriteTokens?: number | undefined;
  } | null;
  /** By the provider's prefix cache; below zero where writing it cost more than reading it saved. Absent: nothing. */
  readonly savedMicroUsd?: number;
  /** ISO 8601. */
  readonly at: string;
};

export interface BudgetLedger {
  /**
   * Grants the worker what is missing of `least` in each budget that applies, in its present period, all or none; more of it, up to `most`, while there
   * is plenty. Before it refuses, every other live worker has been asked for what it does not use.
   * @throws StoreUnavailableError; nothing is granted then, or it is found by `tend`.
   */
  grant(request: RoomRequest): Promise<RoomAnswer>;
  /**
   * Gives back parts of the worker's allowances (never more than is free by the store's own count) and answers recalls. @returns all allowances of the
   * worker as they stand now: what is not among them is gone, and no hold may be taken from it.
   */
  tend(
    workerId: string,
    returns: readonly { readonly allowance: string; readonly microUsd: number }[],
  ): Promise<readonly Allowance[]>;
  /**
   * Counts up to `limit` settled holds into their periods and the figures of spend, and takes back what workers hold whose lease is over.
   * @returns how many were counted.
   */
  count(limit: number): Promise<number>;
}
