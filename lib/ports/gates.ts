// What lets a call through before its attempt is begun: breakers, bulkheads, retry budgets. Refuses without burning an attempt.
import type { DeferralCause } from '../domain/deferral';
import type { ModelVersion } from '../domain/model';
import type { ToolVersion } from '../domain/tool';

export type GateRequest = {
  readonly runId: string;
  readonly agent: string;
  readonly step: number;
  /** 1 is the first one; later ones are retries. */
  readonly attempt: number;
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
  /** Never throws for a store that is away: a gate that can't know lets pass. */
  enter(request: GateRequest): Promise<GateAnswer>;
}

const FREE_PASS: Pass = { settle: () => {}, abandon: () => {} };

/** Lets everything through. */
export const OPEN_GATES: Gates = { enter: async () => ({ passed: true, pass: FREE_PASS }) };
