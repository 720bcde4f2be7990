// Which due runs a worker may take in memory: fair among agents, within each agent's limit and its share of the worker's places.
import { moreRunsOf } from '@/lib/domain/bulkhead';
import { fairOrder } from './fair-order';
import type { RunRecord } from './memory-records';

type Claimable<R> = { readonly dueSince: (run: R) => number; readonly isLive: (workerId: string) => boolean };

export class MemoryPlaces<R extends RunRecord> {
  /** How many runs of an agent may be running at once; none where it has no limit. */
  readonly limits = new Map<string, number>();

  constructor(
    private readonly runs: ReadonlyMap<string, R>,
    private readonly claimable: Claimable<R>,
  ) {}

  /** Calls `take` for each run that the worker gets, in order. */
  share<T>(due: readonly R[], workerId: string, free: number, take: (run: R) => T): T[] {
    const ordered = fairOrder(
      due,
      (run) => ({ ...run.new, dueSinceMs: this.claimable.dueSince(run) }),
      (agent) => this.heldBy(workerId, agent),
    );
    const shares = new Map<string, number>();
    const taken: T[] = [];
    for (const run of ordered) {
      const { agent } = run.new;
      const left = shares.get(agent) ?? moreRunsOf(this.heldBy(workerId, agent), free);
      if (taken.length >= free || left < 1 || this.isFull(run)) continue;
      shares.set(agent, left - 1);
      taken.push(take(run));
    }
    return taken;
  }

  allows(run: R, workerId: string, free: number | undefined): boolean {
    if (this.isFull(run)) return false;
    return free === undefined || moreRunsOf(this.heldBy(workerId, run.new.agent), free) > 0;
  }

  /** By agent: runs that a living worker owns, and that count. */
  running(agent: string): R[] {
    return this.owned(agent).filter(({ placeless }) => !placeless);
  }

  private owned(agent: string): R[] {
    const { isLive } = this.claimable;
    return [...this.runs.values()].filter(
      ({ owner, new: its }) => its.agent === agent && owner !== null && isLive(owner),
    );
  }

  private heldBy(workerId: string, agent: string): number {
    return this.owned(agent).filter(({ owner }) => owner === workerId).length;
  }

  private isFull({ new: { agent } }: R): boolean {
    const limit = this.limits.get(agent);
    return limit !== undefined && this.running(agent).length >= limit;
  }
}
