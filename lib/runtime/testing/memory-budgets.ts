// The ledger of budgets in memory, as honest as the real one: each method is one turn of the event loop, and a dead worker's allowances are gone.
import type { BudgetName } from '@/lib/domain/budget';
import { coveredBy, type RoomStanding, roomOf, shareOf } from '@/lib/domain/budget-room';
import { CodedError } from '@/lib/domain/errors';
import {
  ALLOWANCE_GONE,
  type Allowance,
  type BudgetLedger,
  type RoomAnswer,
  type RoomRequest,
} from '@/lib/ports/budget-ledger';
import { type Clock, isoAt } from '@/lib/ports/clock';
import type { RunCommit } from '@/lib/ports/run-store';
import { periodAt, type Span } from '@/lib/ports/testing/budget-calendar';
import type { PeriodFigures } from '@/lib/ports/testing/budget-scenario';
import { MemoryHolds } from './memory-holds';

const RECALL_MS = 5_000;

type Budget = BudgetName & { limitMicroUsd: number; isArchived: boolean };
export type MemoryPeriod = { -readonly [K in keyof Span]: Span[K] } & {
  readonly budget: Budget;
  spentMicroUsd: number;
  overrunMicroUsd: number;
  recalledUntilMs: number;
};
type Lease = {
  readonly id: string;
  readonly period: MemoryPeriod;
  /** null: taken back. */
  workerId: string | null;
  grantedMicroUsd: number;
  recalledAtMs: number | null;
};

export class MemoryBudgets implements BudgetLedger {
  zone = 'UTC';
  readonly periods: MemoryPeriod[] = [];
  readonly holds = new MemoryHolds();
  private readonly budgets: Budget[] = [];
  private leases: Lease[] = [];
  private made = 0;

  constructor(
    private readonly clock: Clock,
    private readonly isLive: (workerId: string) => boolean,
  ) {}

  /** As the command does it: what is no longer covered is recalled. null: it bounds nothing any more. */
  put({ scope, period }: BudgetName, limitMicroUsd: number | null): void {
    let budget = this.budgets.find((one) => one.scope === scope && one.period === period);
    if (budget === undefined) {
      budget = { scope, period, limitMicroUsd: 0, isArchived: false };
      this.budgets.push(budget);
    }
    budget.isArchived = limitMicroUsd === null;
    budget.limitMicroUsd = limitMicroUsd ?? budget.limitMicroUsd;
    for (const one of this.periods.filter((other) => other.budget === budget))
      if (budget.isArchived || one.spentMicroUsd + this.heldOf(one) > budget.limitMicroUsd)
        this.recall(one, null);
  }

  async grant({ workerId, scopes, leastMicroUsd, mostMicroUsd }: RoomRequest): Promise<RoomAnswer> {
    const applying = this.budgets.filter(({ scope, isArchived }) => !isArchived && scopes.includes(scope));
    const periods = applying.map((budget) => this.presentOf(budget));
    const give = () => this.give(periods, workerId, leastMicroUsd, mostMicroUsd);
    const granted = give();
    if (granted !== null) return granted;
    for (const lease of this.leases)
      if (periods.includes(lease.period) && lease.workerId !== workerId && this.isLost(lease))
        this.close(lease);
    const again = give();
    if (again !== null) return again;
    const short = periods.filter((one) => shareOf(this.standing(one, workerId), leastMicroUsd, 0) === null);
    const asked = short.map((one) => this.recall(one, workerId));
    return asked.includes(true) ? { status: 'recalling' } : this.refusal(periods, workerId);
  }

  async tend(workerId: string, returns: Parameters<BudgetLedger['tend']>[1]): Promise<readonly Allowance[]> {
    const mine = this.leases.filter((lease) => lease.workerId === workerId);
    for (const lease of mine) {
      const wished = returns.filter(({ allowance }) => allowance === lease.id);
      const back = wished.reduce((sum, { microUsd }) => sum + microUsd, 0);
      lease.grantedMicroUsd -= Math.max(0, Math.min(back, this.freeOf(lease)));
      lease.recalledAtMs = null;
    }
    return mine.map((lease) => this.allowanceOf(lease));
  }

  async count(limit: number): Promise<number> {
    const counted = this.holds.count(limit);
    for (const { hold, costMicroUsd: cost } of counted) {
      const covered = coveredBy(hold.heldMicroUsd, cost);
      for (const lease of this.leases.filter(({ id }) => hold.allowances.includes(id))) {
        const rest =
          lease.workerId === null ? this.holds.reservedOf(lease.id) : lease.grantedMicroUsd - covered;
        lease.grantedMicroUsd = Math.min(lease.grantedMicroUsd, Math.max(0, rest));
        lease.period.spentMicroUsd += cost;
        lease.period.overrunMicroUsd += cost - covered;
      }
    }
    for (const lease of this.leases) if (lease.workerId !== null && this.isLost(lease)) this.close(lease);
    this.leases = this.leases.filter((lease) => lease.workerId !== null || this.holds.isAny(lease.id));
    return counted.length;
  }

  /** @throws CodedError allowance_gone */
  refuse({ holds }: Pick<RunCommit, 'holds'>): void {
    const isThere = (allowance: string) =>
      this.leases.some(({ id, workerId }) => id === allowance && workerId !== null);
    if (holds.every(({ allowances }) => allowances.every(isThere))) return;
    throw new CodedError(ALLOWANCE_GONE, 'refused', 'An allowance that a hold is taken from is gone.');
  }

  /** Of all periods that were begun, the newest first. */
  periodsOf({ scope, period }: BudgetName): PeriodFigures[] {
    return this.periods
      .filter(({ budget }) => budget.scope === scope && budget.period === period)
      .map((one) => ({
        spentMicroUsd: one.spentMicroUsd,
        heldMicroUsd: this.heldOf(one),
        overrunMicroUsd: one.overrunMicroUsd,
      }))
      .reverse();
  }

  /** Those that run are over now. */
  endPeriods(): void {
    for (const one of this.periods)
      if (one.endsAtMs !== null) one.endsAtMs = Math.min(one.endsAtMs, this.clock.now());
  }

  heldOf(period: MemoryPeriod): number {
    return this.leases.reduce((sum, lease) => sum + (lease.period === period ? lease.grantedMicroUsd : 0), 0);
  }

  private give(
    periods: readonly MemoryPeriod[],
    workerId: string,
    least: number,
    most: number,
  ): RoomAnswer | null {
    const shares = periods.map((one) => shareOf(this.standing(one, workerId), least, most));
    if (shares.includes(null)) return null;
    const allowances = periods.map((period, i) => {
      const lease = this.leaseOf(period, workerId) ?? this.open(period, workerId);
      lease.grantedMicroUsd += shares[i] ?? 0;
      return this.allowanceOf(lease);
    });
    return { status: 'granted', allowances };
  }

  private refusal(periods: readonly MemoryPeriod[], workerId: string): RoomAnswer {
    const [least] = periods
      .map((period) => ({ period, of: this.standing(period, workerId) }))
      .map(({ period, of }) => ({ period, of, room: of.freeMicroUsd + roomOf(of) }))
      .sort((a, b) => a.room - b.room);
    if (least === undefined) throw new Error('only a budget refuses');
    const { period, of, room } = least;
    return {
      status: 'refused',
      budget: nameOf(period),
      roomMicroUsd: room,
      limitMicroUsd: of.limitMicroUsd,
      resetsAt: endOf(period),
    };
  }

  /** @returns whether somebody but `asking` has what he does not use. */
  private recall(period: MemoryPeriod, asking: string | null): boolean {
    const unused = this.leases.filter(
      (lease) =>
        lease.period === period &&
        lease.workerId !== null &&
        lease.workerId !== asking &&
        this.freeOf(lease) > 0,
    );
    period.recalledUntilMs = this.clock.now() + RECALL_MS;
    for (const lease of unused) lease.recalledAtMs ??= this.clock.now();
    return unused.length > 0;
  }

  private close(lease: Lease): void {
    lease.grantedMicroUsd = Math.min(lease.grantedMicroUsd, this.holds.reservedOf(lease.id));
    lease.workerId = null;
  }

  private isLost({ workerId, recalledAtMs }: Lease): boolean {
    const isOverdue = recalledAtMs !== null && recalledAtMs < this.clock.now() - RECALL_MS;
    return isOverdue || (workerId !== null && !this.isLive(workerId));
  }

  private presentOf(budget: Budget): MemoryPeriod {
    const now = this.clock.now();
    const own = this.periods.filter((one) => one.budget === budget);
    const present = own.find(({ startsAtMs, endsAtMs }) => startsAtMs <= now && (endsAtMs ?? Infinity) > now);
    if (present !== undefined) return present;
    const { startsAtMs, endsAtMs } = periodAt(budget.period, now, this.zone);
    const after = Math.max(startsAtMs, ...own.map((one) => one.endsAtMs ?? 0));
    const fresh = {
      budget,
      startsAtMs: after,
      endsAtMs,
      spentMicroUsd: 0,
      overrunMicroUsd: 0,
      recalledUntilMs: 0,
    };
    this.periods.push(fresh);
    return fresh;
  }

  private standing(period: MemoryPeriod, workerId: string): RoomStanding {
    const lease = this.leaseOf(period, workerId);
    return {
      limitMicroUsd: period.budget.limitMicroUsd,
      spentMicroUsd: period.spentMicroUsd,
      heldMicroUsd: this.heldOf(period),
      freeMicroUsd: lease === undefined ? 0 : this.freeOf(lease),
      recalled: period.recalledUntilMs > this.clock.now(),
    };
  }

  private open(period: MemoryPeriod, workerId: string): Lease {
    this.made += 1;
    const lease = { id: String(this.made), period, workerId, grantedMicroUsd: 0, recalledAtMs: null };
    this.leases.push(lease);
    return lease;
  }

  private leaseOf(period: MemoryPeriod, workerId: string): Lease | undefined {
    return this.leases.find((lease) => lease.period === period && lease.workerId === workerId);
  }

  private allowanceOf(lease: Lease): Allowance {
    const { id, period } = lease;
    const isOver = period.spentMicroUsd + this.heldOf(period) > period.budget.limitMicroUsd;
    const recalled = period.budget.isArchived || isOver || period.recalledUntilMs > this.clock.now();
    return { id, budget: nameOf(period), endsAt: endOf(period), freeMicroUsd: this.freeOf(lease), recalled };
  }

  private freeOf = (lease: Lease) => Math.max(0, lease.grantedMicroUsd - this.holds.reservedOf(lease.id));
}

const nameOf = ({ budget: { scope, period } }: MemoryPeriod): BudgetName => ({ scope, period });
const endOf = ({ endsAtMs }: MemoryPeriod) => (endsAtMs === null ? null : isoAt(endsAtMs));
