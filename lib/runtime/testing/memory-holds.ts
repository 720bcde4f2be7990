// Holds in memory: what is taken from which allowance, until it is counted.
import { coveredBy } from '@/lib/domain/budget-room';
import type { HoldSettlement, NewHold } from '@/lib/ports/budget-ledger';
import type { RunCommit } from '@/lib/ports/run-store';

export type MemoryHold = { readonly hold: NewHold; settled: HoldSettlement | null };

export class MemoryHolds {
  /** In the order of counting. */
  readonly counted: MemoryHold[] = [];
  private readonly open = new Map<string, MemoryHold>();

  /** Those that are not counted yet. */
  all(): MemoryHold[] {
    return [...this.open.values()];
  }

  take({ holds, settlements }: Pick<RunCommit, 'holds' | 'settlements'>): void {
    for (const hold of holds) {
      if (!this.open.has(keyOf(hold))) this.open.set(keyOf(hold), { hold, settled: null });
    }
    for (const settlement of settlements) {
      const found = this.open.get(keyOf(settlement));
      if (found !== undefined) found.settled ??= settlement;
    }
  }

  /** What a run leaves under way when it ends without its journal may have been charged. */
  condemn(runId: string, at: string): void {
    for (const one of this.open.values()) {
      if (one.hold.runId !== runId) continue;
      const { step, attempt, heldMicroUsd: costMicroUsd } = one.hold;
      one.settled ??= {
        runId,
        step,
        attempt,
        costMicroUsd,
        estimated: true,
        outcome: 'lost',
        usage: null,
        at,
      };
    }
  }

  /** Removes settled ones, `limit` at most. */
  count(limit: number): { readonly hold: NewHold; readonly costMicroUsd: number }[] {
    const settled = [...this.open].filter(([, one]) => one.settled !== null).slice(0, limit);
    return settled.map(([key, one]) => {
      this.open.delete(key);
      this.counted.push(one);
      return { hold: one.hold, costMicroUsd: one.settled?.costMicroUsd ?? 0 };
    });
  }

  isAny(allowance: string): boolean {
    return this.all().some(({ hold }) => hold.allowances.includes(allowance));
  }

  /** What the holds of an allowance keep of it: what they may cost, or what they did cost. */
  reservedOf(allowance: string): number {
    return this.all()
      .filter(({ hold }) => hold.allowances.includes(allowance))
      .map(({ hold, settled }) => coveredBy(hold.heldMicroUsd, settled?.costMicroUsd ?? hold.heldMicroUsd))
      .reduce((sum, kept) => sum + kept, 0);
  }
}

const keyOf = ({ runId, step, attempt }: Pick<NewHold, 'runId' | 'step' | 'attempt'>) =>
  `${runId}:${step}:${attempt}`;
