// Advances many runs at once under one lease: claims what is due, stops what it can't prove to own, gives everything back when drained.
import { isDryRun } from '@/lib/domain/fork';
import type { ClaimedRun } from '@/lib/ports/run-claims';
import type { AdvanceOutcome } from './advance-outcome';
import { advanceRun } from './advance-run';
import { Bell } from './bell';
import { BudgetBook } from './budget-book';
import type { Budgets } from './budgets';
import { CancelledRuns } from './cancelled-runs';
import { ClaimTurns } from './claim-turns';
import { DryRuns, dryRunsAmong, portsFor } from './dry-runs';
import { EffectNews } from './effect-news';
import { ExpirySweep } from './expiry-sweep';
import { keepCounting } from './hold-counter';
import { isUnknownClaim, LostClaims } from './lost-claims';
import { RunControl } from './run-control';
import { Solitude } from './solitude';
import { StopWatch } from './stop-watch';
import { StoreClock } from './store-clock';
import { WorkerLease } from './worker-lease';
import type { WorkerOptions, WorkerPorts, WorkerStatus } from './worker-terms';

type ActiveRun = { readonly control: RunControl; readonly outcome: Promise<AdvanceOutcome> };

export class Worker {
  /** Rings when a slot is free again, and when someone wants the loop to look for work now. */
  readonly news = new Bell();
  private readonly active = new Map<string, ActiveRun>();
  private readonly lease: WorkerLease;
  private readonly lost: LostClaims;
  private readonly solitude: Solitude;
  private readonly cancelled: CancelledRuns;
  private readonly dry: DryRuns;
  private readonly stops: StopWatch;
  private readonly time: StoreClock;
  private readonly expiry: ExpirySweep;
  private readonly effects: EffectNews;
  private readonly stopped = new AbortController();
  readonly turns = new ClaimTurns();
  private book: BudgetBook | null = null;
  private draining = false;

  constructor(
    private readonly ports: WorkerPorts,
    private readonly options: WorkerOptions,
  ) {
    this.time = new StoreClock(ports.clock, ports.leases, ports.logger);
    this.stops = new StopWatch(ports, () => this.lease.workerId);
    this.lease = new WorkerLease(ports, options, {
      time: this.time,
      stops: this.stops,
      onGained: () => this.news.ring(),
      onLost: (why, workerId) => this.leaseIsLost(why, workerId),
    });
    this.lost = new LostClaims(ports, options.leaseMs);
    this.solitude = new Solitude(ports, () => this.news.ring());
    this.cancelled = new CancelledRuns(ports);
    this.dry = new DryRuns(ports);
    this.expiry = new ExpirySweep(ports);
    this.effects = new EffectNews(ports, this.active, () => this.news.ring(), this.stopped.signal);
  }

  /** Begins to hold a lease; the store may still be away then. */
  start(): void {
    void this.lease.keep(this.stopped.signal);
    void this.stops.keep(this.stopped.signal);
    void keepCounting({ ...this.ports, clock: this.time }, this.stopped.signal);
  }

  status(): WorkerStatus {
    const { lease, active, draining } = this;
    const [leaseHolds, { slots }] = [lease.holds(), this.options];
    return { workerId: lease.workerId, leaseHolds, activeRuns: active.size, slots, draining };
  }

  get freeSlots(): number {
    if (this.draining || this.solitude.isSought) return 0;
    return Math.max(0, this.options.slots - this.active.size + dryRunsAmong(this.active));
  }

  owns(runId: string): boolean {
    return this.active.has(runId);
  }

  /** Input may have arrived for a run; nothing happens when it is not advanced here. */
  noticeInput(runId: string): void {
    this.active.get(runId)?.control.noticeInput();
  }

  /** Something was stopped or goes on; the poll finds it too. */
  noticeStops(): void {
    this.stops.bell.ring();
  }

  /** Claims due runs for the free slots and advances them in the background. @returns how many. */
  async advanceDue(): Promise<number> {
    return this.turns.take(async () => {
      const workerId = this.askingId();
      if (workerId === null) return 0;
      const found = await this.lost.find(workerId, this.active).catch((cause: unknown) => {
        if (this.lost.isHopeless(workerId)) this.giveUpLease(workerId, 'what it owns can not be known');
        throw cause;
      });
      for (const run of found) this.begin(run, workerId);
      const apart = await this.claimApart(workerId);
      const cancelled = await this.claimBeside(workerId, () => this.cancelled.claim(workerId));
      const dry = await this.claimBeside(workerId, () => this.dry.claim(workerId, this.active));
      const [before, { freeSlots }] = [found.length + apart + cancelled + dry, this];
      if (freeSlots === 0) return before;
      await this.stops.askWhileStopped();
      const claimed = await this.lost.claim(workerId, this.active, () =>
        this.ports.store.claimDue(workerId, freeSlots),
      );
      for (const run of claimed) this.begin(run, workerId);
      return before + claimed.length;
    });
  }

  /** Those that need no place. */
  private async claimBeside(workerId: string, ask: () => Promise<readonly ClaimedRun[]>): Promise<number> {
    const claimed = this.solitude.isSought ? [] : await this.lost.claim(workerId, this.active, ask);
    for (const run of claimed) this.begin(run, workerId);
    return claimed.length;
  }

  /** While a run that may take processes down is wanted alone here, the others are given back after their step, and none is taken on. */
  private async claimApart(workerId: string): Promise<number> {
    try {
      const run = await this.solitude.claim(workerId, this.active);
      if (run !== null) this.begin(run, workerId);
      return run === null ? 0 : 1;
    } catch (cause) {
      if (isUnknownClaim(cause)) this.lease.giveUp(workerId, 'the answer to a claim was lost', true);
      throw cause;
    }
  }

  /** Advances this run until it parks, ends or is given back. `not_due`: there is nothing to do, or another worker does it. */
  async advanceRunById(runId: string): Promise<AdvanceOutcome | 'not_due'> {
    const running = this.active.get(runId);
    if (running) {
      running.control.noticeInput();
      return running.outcome;
    }
    const begun = await this.turns.take(async () => {
      const workerId = this.askingId();
      if (workerId === null || this.solitude.isSought) return null;
      await this.stops.askWhileStopped();
      const claimed = await this.lost.claim(workerId, this.active, async () => {
        if (isDryRun(runId)) return this.dry.claim(workerId, this.active, runId);
        const run = await this.ports.store.claimRun(workerId, runId, this.freeSlots);
        return run === null ? [] : [run];
      });
      const outcomes = new Map(claimed.map((run) => [run.runId, this.begin(run, workerId)]));
      const outcome = outcomes.get(runId);
      return outcome === undefined ? null : { outcome };
    });
    return begun === null ? 'not_due' : begun.outcome;
  }

  /** Turns approvals whose time has run out into input of their runs. */
  async expireApprovals(): Promise<void> {
    this.tell(await this.expiry.approvals());
  }

  /** The same of waits for events from outside. */
  async endWaits(): Promise<void> {
    this.tell(await this.expiry.waits());
  }

  private tell(runIds: readonly string[]): void {
    for (const runId of runIds) this.noticeInput(runId);
    if (runIds.some((runId) => !this.owns(runId))) this.news.ring();
  }

  /**
   * Takes on nothing new; steps in flight may finish within `graceMs` and their runs are released, what is left then is dropped and recovered by
   * the next worker. The lease ends with it. A second call waits for the same end.
   */
  async drain(graceMs: number): Promise<void> {
    this.draining = true;
    for (const { control } of this.active.values()) control.bell.ring();
    const over = new AbortController();
    const grace = this.ports.clock.sleep(graceMs, over.signal).then(() => this.dropAll());
    while (this.active.size > 0) {
      // A claim that was under way may still bring a run; it is given back like the others.
      await Promise.all([...this.active.values()].map(({ outcome }) => outcome.catch(() => undefined)));
    }
    over.abort();
    await grace;
    this.stopped.abort();
    this.book?.close();
    this.stops.bell.ring();
    await this.lease.end();
  }

  /** Under which id something may be claimed now. */
  private askingId(): string | null {
    return this.draining || !this.lease.holds() ? null : this.lease.workerId;
  }

  private begin(claimed: ClaimedRun, workerId: string): Promise<AdvanceOutcome> {
    const holds = () => this.lease.holdsAs(workerId);
    const { runId } = claimed;
    const { solitude, stops, effects } = this;
    const isDraining = () => this.draining || solitude.excludes(runId);
    const control = new RunControl(holds, isDraining, stops.board, effects, () => solitude.over(runId));
    const ports = portsFor(runId, { ...this.ports, clock: this.time }, () => this.budgetsOf(workerId));
    const outcome = advanceRun(claimed, ports, control).finally(() => {
      // After a lost lease the same run may have been claimed anew before this ended.
      if (this.active.get(runId)?.control === control) this.active.delete(runId);
      solitude.over(runId);
      this.news.ring();
    });
    outcome.then(
      (how) => {
        if (how === 'unproven') this.giveUpLease(workerId, 'it could not be proven');
        else this.lease.runWentWell();
      },
      (cause: unknown) => {
        this.ports.logger.error('run is stuck: it can neither go on nor be ended', { runId, cause });
        if (!this.draining) this.lease.leaveStuck(workerId, runId);
      },
    );
    this.active.set(runId, { control, outcome });
    return outcome;
  }

  /** Allowances belong to the lease. */
  private budgetsOf(workerId: string): Budgets {
    if (this.book?.workerId === workerId) return this.book;
    this.book?.close();
    this.book = new BudgetBook(workerId, { ...this.ports, clock: this.time });
    return this.book;
  }

  private giveUpLease(workerId: string, why: string): void {
    if (!this.draining) this.lease.giveUp(workerId, why);
  }

  private leaseIsLost(why: string, workerId: string | null): void {
    this.ports.logger.warn('lease lost', { workerId, why, runs: this.active.size });
    this.book?.close();
    this.dropAll();
  }

  private dropAll(): void {
    for (const { control } of this.active.values()) control.dropRun();
  }
}
