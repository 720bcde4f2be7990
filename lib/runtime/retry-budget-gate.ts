// Lets retries through as far as first attempts have paid for them, so that a dependency that fails is not sent a storm. Asks no store.
import { bulkheadKey } from '@/lib/domain/bulkhead';
import type { Clock, Random } from '@/lib/ports/clock';
import { FREE_PASS, type GateAnswer, type GateRequest, type Gates, type Pass } from '@/lib/ports/gates';
import {
  type Bucket,
  DEFAULT_RETRY_BUDGET,
  earned,
  filledByTime,
  fullBucket,
  msPerToken,
  type RetryBudget,
  spent,
} from '@/lib/resilience/retry-budget';
import { RETRY_BUDGET_SPREAD_MS } from './runtime-constants';

/**
 * Attempts that settle a doubt have a purse of their own, filled alike: ordinary retries can never keep them waiting, and a dependency that only times
 * out is spared as well. What was cut short by the loss of a worker is no retry: nothing is held against the dependency.
 */
type Purse = 'retry' | 'doubt';

export class RetryBudgetGate implements Gates {
  private readonly buckets = new Map<string, Bucket>();

  constructor(private readonly ports: { readonly clock: Clock; readonly random: Random }) {}

  async enter({ called, cause }: GateRequest): Promise<GateAnswer> {
    const id = bulkheadKey(called.kind, called.kind === 'tool' ? called.tool.name : called.model.name);
    const budget = budgetOf(called);
    if (cause === 'recovery') return { passed: true, pass: FREE_PASS };
    if (cause === 'first') return { passed: true, pass: this.paying(id, budget) };
    const left = spent(this.bucket(id, cause, budget));
    if (left === null) {
      const waitMs = msPerToken(budget) + this.ports.random.next() * RETRY_BUDGET_SPREAD_MS;
      return { passed: false, by: 'retry_budget', id, waitMs: Math.round(waitMs) };
    }
    this.buckets.set(nameOf(id, cause), left);
    return { passed: true, pass: this.givingBack(id, cause, budget) };
  }

  /** A first attempt that was made pays into both purses. */
  private paying(id: string, budget: RetryBudget): Pass {
    return {
      settle: ({ verdict }) => {
        if (verdict === 'none') return;
        for (const purse of ['retry', 'doubt'] as const) this.pay(id, purse, budget, budget.ratio);
      },
      abandon: () => {},
    };
  }

  /** What was not sent costs nothing. */
  private givingBack(id: string, purse: Purse, budget: RetryBudget): Pass {
    const back = () => this.pay(id, purse, budget, 1);
    return {
      settle: ({ verdict }) => {
        if (verdict === 'none') back();
      },
      abandon: back,
    };
  }

  private pay(id: string, purse: Purse, budget: RetryBudget, tokens: number): void {
    this.buckets.set(nameOf(id, purse), earned(this.bucket(id, purse, budget), budget, tokens));
  }

  private bucket(id: string, purse: Purse, budget: RetryBudget): Bucket {
    const nowMs = this.ports.clock.monotonicMs();
    const known = this.buckets.get(nameOf(id, purse));
    const filled = known === undefined ? fullBucket(budget, nowMs) : filledByTime(known, budget, nowMs);
    this.buckets.set(nameOf(id, purse), filled);
    return filled;
  }
}

const nameOf = (id: string, purse: Purse) => `${purse} ${id}`;

function budgetOf(called: GateRequest['called']): RetryBudget {
  const declared = called.kind === 'tool' ? called.tool.definition.retry.budget : undefined;
  const { ratio = DEFAULT_RETRY_BUDGET.ratio, minPerMinute = DEFAULT_RETRY_BUDGET.minPerMinute } =
    declared ?? {};
  return { ratio, minPerMinute };
}
