// Finds runs that were cancelled while nobody had them; they end at once, also where every place is taken.
import type { Clock } from '@/lib/ports/clock';
import type { ClaimedRun, RunClaims } from '@/lib/ports/run-claims';
import { CANCELLED_POLL_MS, MOST_CANCELLED_AT_ONCE } from './runtime-constants';

export class CancelledRuns {
  private askedAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly ports: { readonly store: Pick<RunClaims, 'claimCancelled'>; readonly clock: Clock },
  ) {}

  /** Now and then only, however often it is asked. @throws as the claim does. */
  async claim(workerId: string): Promise<readonly ClaimedRun[]> {
    const nowMs = this.ports.clock.monotonicMs();
    if (nowMs - this.askedAtMs < CANCELLED_POLL_MS) return [];
    this.askedAtMs = nowMs;
    return this.ports.store.claimCancelled(workerId, MOST_CANCELLED_AT_ONCE);
  }
}
