// How a worker holds its lease: registers, renews, can prove it or not, gives it up or lets it run out, and begins anew under another id when it is lost.
import { fullJitterMs } from '@/lib/resilience/backoff';
import { Bell } from './bell';
import { LeaseGuard } from './lease-guard';
import { STUCK_BACKOFF } from './runtime-constants';
import type { StopWatch } from './stop-watch';
import type { StoreClock } from './store-clock';
import type { WorkerOptions, WorkerPorts } from './worker-terms';

const HEARTBEATS_PER_LEASE = 3;

/** What hangs on the lease: the worker's time and stops are asked for with it; who lost it has to drop every run. */
type Dependents = {
  readonly time: StoreClock;
  readonly stops: StopWatch;
  readonly onGained: () => void;
  readonly onLost: (why: string, workerId: string | null) => void;
};

export class WorkerLease {
  private readonly guard: LeaseGuard;
  /** Rings when the lease has to be looked after before its next heartbeat. */
  private readonly bell = new Bell();
  private held: string | null = null;
  private isOver = false;
  private stuckInARow = 0;
  /** Before the next registration. */
  private restMs = 0;

  constructor(
    private readonly ports: Pick<WorkerPorts, 'clock' | 'leases' | 'logger' | 'ids' | 'random'>,
    private readonly options: Pick<WorkerOptions, 'host' | 'leaseMs'>,
    private readonly dependents: Dependents,
  ) {
    this.guard = new LeaseGuard(ports.clock, options.leaseMs);
  }

  /** null before the first registration and while the lease is lost. */
  get workerId(): string | null {
    return this.held;
  }

  holds(): boolean {
    return this.guard.holds();
  }

  /** Whether what was claimed under this id may go on. */
  holdsAs(workerId: string): boolean {
    return this.held === workerId && this.guard.holds();
  }

  /**
   * The store may think that this worker owns a run which it dropped because the lease could not be proven, or of which it never heard. Heartbeats
   * would keep it owned for ever. So the lease goes, and with it every run; they can be claimed at once. `inOrder`: none of them was at work.
   */
  giveUp(workerId: string, why: string, inOrder = false): void {
    if (this.held !== workerId) return;
    this.lose(why);
    this.bell.ring();
    void this.giveBack(workerId, inOrder);
  }

  /**
   * A run that can neither go on nor be ended stays this worker's for as long as the lease lives, so the lease is left to run out (given back,
   * the run would go round among the workers at once), and the worker rests before it begins anew.
   */
  leaveStuck(workerId: string, runId: string): void {
    if (this.held !== workerId) return;
    this.stuckInARow += 1;
    this.restMs = fullJitterMs(this.stuckInARow, STUCK_BACKOFF, this.ports.random.next());
    this.lose(`run ${runId} is stuck; the worker rests for ${Math.round(this.restMs)} ms`);
    this.bell.ring();
  }

  runWentWell(): void {
    this.stuckInARow = 0;
  }

  /** Registers, then renews every third of the lease, until `ended`. */
  async keep(ended: AbortSignal): Promise<void> {
    const { clock } = this.ports;
    while (!ended.aborted) {
      if (this.restMs > 0) {
        const { restMs } = this;
        this.restMs = 0;
        await clock.sleep(restMs, ended);
        continue;
      }
      await this.renew();
      await this.bell.wait(clock, this.options.leaseMs / HEARTBEATS_PER_LEASE / (this.guard.holds() ? 1 : 5));
    }
  }

  /** Gives the lease back for good. */
  async end(): Promise<void> {
    const { held } = this;
    this.isOver = true;
    this.held = null;
    this.guard.lost();
    this.bell.ring();
    if (held !== null) await this.giveBack(held, true);
  }

  private async renew(): Promise<void> {
    const { leases, logger } = this.ports;
    const mark = this.guard.mark();
    const { held } = this;
    try {
      if (held === null) return await this.register(mark);
      const renewed = await leases.heartbeat(held, this.options.leaseMs);
      if (this.held !== held) return this.bell.ring(); // given up while the heartbeat was under way
      if (!renewed) {
        this.lose('the store ended it');
        return this.bell.ring();
      }
      this.guard.renewed(mark);
      await this.dependents.time.set();
    } catch (cause) {
      logger.warn('lease could not be renewed', { workerId: this.held, cause });
      if (this.held !== null && !this.guard.holds()) this.lose('it can not be renewed');
    }
  }

  private async register(mark: ReturnType<LeaseGuard['mark']>): Promise<void> {
    const { leases, ids } = this.ports;
    const { time, stops, onGained } = this.dependents;
    await time.set();
    const stopEpoch = await stops.ask();
    const workerId = ids.timeOrdered();
    await leases.register(workerId, this.options.host, this.options.leaseMs, stopEpoch);
    // Nobody would obey a stop under it, and all would wait for that.
    if (this.isOver) return this.giveBack(workerId, true);
    this.held = workerId;
    this.guard.renewed(mark);
    onGained();
  }

  private lose(why: string): void {
    const { held } = this;
    this.held = null;
    this.guard.lost();
    this.dependents.onLost(why, held);
  }

  /** Without an answer the lease runs out by itself. */
  private async giveBack(workerId: string, inOrder: boolean): Promise<void> {
    const { leases } = this.ports;
    await (inOrder ? leases.retire(workerId) : leases.giveUp(workerId)).catch((cause: unknown) => {
      this.ports.logger.warn('lease could not be given back', { workerId, cause });
    });
  }
}
