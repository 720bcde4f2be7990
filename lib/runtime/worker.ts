// Advances many runs at once under one lease: claims what is due, stops what it can't prove to own, gives everything back when drained.
import type { ClaimedRun } from '@/lib/ports/run-store';
import { fullJitterMs } from '@/lib/resilience/backoff';
import { type AdvanceOutcome, advanceRun } from './advance-run';
import { Bell } from './bell';
import { ClaimTurns, claimOr } from './claim-turns';
import { EffectNews } from './effect-news';
import { ExpirySweep } from './expiry-sweep';
import { LeaseGuard } from './lease-guard';
import { RunControl } from './run-control';
import { STUCK_BACKOFF } from './runtime-constants';
import { StopWatch } from './stop-watch';
import { StoreClock } from './store-clock';
import type { WorkerOptions, WorkerPorts, WorkerStatus } from './worker-terms';

type ActiveRun = { readonly control: RunControl; readonly outcome: Promise<AdvanceOutcome> };

const HEARTBEATS_PER_LEASE = 3;

export class Worker {
  /** Rings when a slot is free again, and when someone wants the loop to look for work now. */
  readonly news = new Bell();
  private readonly active = new Map<string, ActiveRun>();
  private readonly guard: LeaseGuard;
  private readonly stops: StopWatch;
  private readonly time: StoreClock;
  private readonly expiry: ExpirySweep;
  private readonly effects: EffectNews;
  private readonly stopped = new AbortController();
  /** Rings when the lease has to be looked after before its next heartbeat. */
  private readonly leaseBell = new Bell();
  private workerId: string | null = null;
  readonly turns = new ClaimTurns();
  private stuckInARow = 0;
  /** Before the next registration. */
  private restMs = 0;
  private draining = false;

  constructor(
    private readonly ports: WorkerPorts,
    private readonly options: WorkerOptions,
  ) {
    this.guard = new LeaseGuard(ports.clock, options.leaseMs);
    this.time = new StoreClock(ports.clock, ports.leases, ports.logger);
    this.stops = new StopWatch(ports, () => this.workerId);
    this.expiry = new ExpirySweep(ports);
    this.effects = new EffectNews(ports, this.active, () => this.news.ring(), this.stopped.signal);
  }

  /** Begins to hold a lease; the store may still be away then. */
  start(): void {
    void this.keepLease();
    void this.stops.keep(this.stopped.signal);
  }

  status(): WorkerStatus {
    const { workerId, draining } = this;
    const activeRuns = this.active.size;
    return { workerId, leaseHolds: this.guard.holds(), activeRuns, slots: this.options.slots, draining };
  }

  get freeSlots(): number {
    return this.draining ? 0 : Math.max(0, this.options.slots - this.active.size);
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
      const { workerId, freeSlots } = this;
      if (workerId === null || freeSlots === 0 || !this.guard.holds()) return 0;
      await this.stops.askWhileStopped();
      const claimed = await this.claim(workerId, () => this.ports.store.claimDue(workerId, freeSlots));
      for (const run of claimed) this.begin(run, workerId);
      return claimed.length;
    });
  }

  /** Advances this run until it parks, ends or is given back. `not_due`: there is nothing to do, or another worker does it. */
  async advanceRunById(runId: string): Promise<AdvanceOutcome | 'not_due'> {
    const running = this.active.get(runId);
    if (running) {
      running.control.noticeInput();
      return running.outcome;
    }
    const begun = await this.turns.take(async () => {
      const { workerId } = this;
      if (workerId === null || this.draining || !this.guard.holds()) return null;
      await this.stops.askWhileStopped();
      const claimed = await this.claim(workerId, () =>
        this.ports.store.claimRun(workerId, runId, this.freeSlots),
      );
      return claimed === null ? null : { outcome: this.begin(claimed, workerId) };
    });
    return begun === null ? 'not_due' : begun.outcome;
  }

  /** Turns approvals whose time has run out into input of their runs. */
  async expireApprovals(): Promise<void> {
    for (const runId of await this.expiry.sweep()) this.noticeInput(runId);
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
    this.leaseBell.ring();
    this.stops.bell.ring();
    const { workerId } = this;
    this.workerId = null;
    this.guard.lost();
    if (workerId !== null) await this.retire(workerId);
  }

  private claim<T>(workerId: string, ask: () => Promise<T>): Promise<T> {
    return claimOr(ask, () => this.giveUpLease(workerId, 'the answer to a claim was lost'));
  }

  private begin(claimed: ClaimedRun, workerId: string): Promise<AdvanceOutcome> {
    const holds = () => this.workerId === workerId && this.guard.holds();
    const control = new RunControl(holds, () => this.draining, this.stops.board, this.effects);
    const { runId } = claimed;
    const outcome = advanceRun(claimed, { ...this.ports, clock: this.time }, control).finally(() => {
      // After a lost lease the same run may have been claimed anew before this ended.
      if (this.active.get(runId)?.control === control) this.active.delete(runId);
      this.news.ring();
    });
    outcome.then(
      (how) => {
        if (how === 'unproven') this.giveUpLease(workerId, 'it could not be proven');
        else this.stuckInARow = 0;
      },
      (cause: unknown) => this.leaveStuckRun(workerId, runId, cause),
    );
    this.active.set(runId, { control, outcome });
    return outcome;
  }

  /**
   * The store may think that this worker owns a run which it dropped because the lease could not be proven, or of which it never heard. Heartbeats
   * would keep it owned for ever. So the lease goes, and with it every run; they can be claimed at once.
   */
  private giveUpLease(workerId: string, why: string): void {
    if (this.draining || this.workerId !== workerId) return;
    this.loseLease(why);
    this.leaseBell.ring();
    void this.retire(workerId);
  }

  /**
   * A run that can neither go on nor be ended stays this worker's for as long as the lease lives, so the lease is left to run out (given back,
   * the run would go round among the workers at once), and the worker rests before it begins anew.
   */
  private leaveStuckRun(workerId: string, runId: string, cause: unknown): void {
    const { logger, random } = this.ports;
    logger.error('run is stuck: it can neither go on nor be ended', { runId, cause });
    if (this.draining || this.workerId !== workerId) return;
    this.stuckInARow += 1;
    this.restMs = fullJitterMs(this.stuckInARow, STUCK_BACKOFF, random.next());
    this.loseLease(`run ${runId} is stuck; the worker rests for ${Math.round(this.restMs)} ms`);
    this.leaseBell.ring();
  }

  /** Without an answer the lease runs out by itself. */
  private async retire(workerId: string): Promise<void> {
    await this.ports.leases.retire(workerId).catch((cause: unknown) => {
      this.ports.logger.warn('lease could not be given back', { workerId, cause });
    });
  }

  /** Registers, then renews every third of the lease; a lost lease drops all runs and begins anew under another id. */
  private async keepLease(): Promise<void> {
    const { clock, leases, logger, ids } = this.ports;
    const { host, leaseMs } = this.options;
    while (!this.stopped.signal.aborted) {
      if (this.restMs > 0) {
        const { restMs } = this;
        this.restMs = 0;
        await clock.sleep(restMs, this.stopped.signal);
        continue;
      }
      const mark = this.guard.mark();
      const held = this.workerId;
      try {
        if (held === null) {
          await this.time.set();
          const stopEpoch = await this.stops.ask();
          const workerId = ids.timeOrdered();
          await leases.register(workerId, host, leaseMs, stopEpoch);
          this.workerId = workerId;
          this.guard.renewed(mark);
          this.news.ring();
        } else {
          const renewed = await leases.heartbeat(held, leaseMs);
          if (this.workerId !== held) continue; // given up while the heartbeat was under way
          if (!renewed) {
            this.loseLease('the store ended it');
            continue;
          }
          this.guard.renewed(mark);
          await this.time.set();
        }
      } catch (cause) {
        logger.warn('lease could not be renewed', { workerId: this.workerId, cause });
        if (this.workerId !== null && !this.guard.holds()) this.loseLease('it can not be renewed');
      }
      await this.leaseBell.wait(clock, leaseMs / HEARTBEATS_PER_LEASE / (this.guard.holds() ? 1 : 5));
    }
  }

  private loseLease(why: string): void {
    this.ports.logger.warn('lease lost', { workerId: this.workerId, why, runs: this.active.size });
    this.workerId = null;
    this.guard.lost();
    this.dropAll();
  }

  private dropAll(): void {
    for (const { control } of this.active.values()) control.dropRun();
  }
}
