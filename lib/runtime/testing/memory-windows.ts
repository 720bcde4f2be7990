// What a commit holds against budgets and counts in windows, in memory: refused as the real one refuses, before anything is taken.
import { sumOf } from '@/lib/domain/amount-window';
import { CodedError } from '@/lib/domain/errors';
import type { ReviewRate } from '@/lib/domain/sampling';
import { type OwnCalls, WINDOW_MOVED, type WindowAsk, type WindowSum } from '@/lib/ports/amount-windows';
import type { Clock } from '@/lib/ports/clock';
import type { RunCommit } from '@/lib/ports/run-store';
import type { MemoryBudgets } from './memory-budgets';

type Amount = {
  readonly runId: string;
  readonly step: number;
  readonly key: string;
  readonly amount: number;
  madeAtMs: number | null;
};

export class MemoryWindows {
  amounts: Amount[] = [];
  /** By agent and tool: what the command that decides has made of it. */
  readonly rates = new Map<string, ReviewRate>();
  private readonly versions = new Map<string, number>();

  constructor(
    private readonly clock: Clock,
    private readonly budgets: MemoryBudgets,
  ) {}

  sumsIn(asked: readonly WindowAsk[], { runId, steps }: OwnCalls): WindowSum[] {
    return asked.map(({ key, perMs }) => {
      const sinceMs = this.clock.now() - perMs;
      const others = this.amounts.filter(
        (one) =>
          one.key === key &&
          !(one.runId === runId && steps.includes(one.step)) &&
          (one.madeAtMs === null || one.madeAtMs > sinceMs),
      );
      return {
        key,
        perMs,
        others: others.reduce((sum, { amount }) => sumOf(sum, amount), 0),
        seen: this.versionOf(key),
      };
    });
  }

  /** @throws CodedError allowance_gone, window_moved */
  refuse(commit: RunCommit): void {
    this.budgets.refuse(commit);
    const { windowChanges = [] } = commit;
    for (const change of windowChanges)
      if (change.kind === 'count' && change.seen !== null && change.seen !== this.versionOf(change.key))
        throw new CodedError(WINDOW_MOVED, 'refused', 'Another call was counted in the window meanwhile.');
  }

  take(commit: RunCommit): void {
    this.budgets.holds.take(commit);
    const { windowChanges = [] } = commit;
    const now = this.clock.now();
    const counted = windowChanges.filter((change) => change.kind === 'count');
    for (const key of new Set(counted.map((one) => one.key))) this.versions.set(key, this.versionOf(key) + 1);
    for (const change of windowChanges) {
      const { runId, step } = change;
      const ofCall = (one: Amount) => one.runId === runId && one.step === step;
      if (change.kind === 'release')
        this.amounts = this.amounts.filter((one) => !ofCall(one) || change.keeping.includes(one.key));
      else if (change.kind === 'made') {
        for (const one of this.amounts) if (ofCall(one)) one.madeAtMs ??= now;
      } else {
        const { key, amount, made } = change;
        this.amounts = this.amounts.filter((one) => !(ofCall(one) && one.key === key));
        this.amounts.push({ runId, step, key, amount, madeAtMs: made ? now : null });
      }
    }
  }

  condemn(runId: string, at: string): void {
    this.budgets.holds.condemn(runId, at);
    for (const one of this.amounts) if (one.runId === runId) one.madeAtMs ??= this.clock.now();
  }

  private versionOf(key: string): number {
    return this.versions.get(key) ?? 0;
  }
}
