// What lets a call through before its attempt is begun: breakers, bulkheads, retry budgets. Refuses without burning an attempt.
import type { DeferralCause } from '../domain/deferral';
import type { ModelVersion } from '../domain/model';
import type { ToolVersion } from '../domain/tool';

export type GateRequest = {
  readonly runId: string;
  /** Of the claim under which the run is advanced. */
  readonly fence: number;
  readonly agent: string;
  readonly step: number;
  readonly attempt: number;
  /**
   * first: this call was not sent yet, as far as anybody knows. retry: it failed, and certainly nothing happened. doubt: it may have happened, and
   * asking or repeating settles that. recovery: only the worker was lost.
   */
  readonly cause: 'first' | 'retry' | 'doubt' | 'recovery';
  readonly called:
    | { readonly kind: 'tool'; readonly tool: ToolVersion }
    | { readonly kind: 'model'; readonly model: ModelVersion };
};

/** How an attempt that was let through ended, as far as the dependency is concerned (`lib/resilience/dependency-fault.ts`). */
export type PassOutcome = {
  /** faulty: held against the dependency. answered: it answered, with whatever. none: it was not called, or we gave up. */
  readonly verdict: 'answered' | 'faulty' | 'none';
  readonly latencyMs: number;
};

/** Leave for one attempt. Exactly one of the two is called, once; a process that dies calls neither, and what it held runs out by itself. */
export type Pass = {
  readonly settle: (outcome: PassOutcome) => void;
  /** The attempt was never begun, or nobody knows what became of it. */
  readonly abandon: () => void;
};

export type GateAnswer =
  | { readonly passed: true; readonly pass: Pass }
  | {
      readonly passed: false;
      readonly by: DeferralCause;
      readonly id: string;
      /** How long to wait before asking again, at the latest: a duration, since a gate's clock need not be that of the runs. */
      readonly waitMs: number;
    };

export interface Gates {
  /** Never throws for a store that is away: a gate that can't know lets pass, or puts off for a moment where too many would be worse. */
  enter(request: GateRequest): Promise<GateAnswer>;
}

/** Of a gate that holds nothing. */
export const FREE_PASS: Pass = { settle: () => {}, abandon: () => {} };

/** Lets everything through. */
export const OPEN_GATES: Gates = { enter: async () => ({ passed: true, pass: FREE_PASS }) };
