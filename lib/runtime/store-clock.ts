// The store's time, carried on by this process's monotonic clock: instants in journals agree among workers, whatever their wall clocks say.
import type { Clock } from '@/lib/ports/clock';
import type { Logger } from '@/lib/ports/logger';
import type { WorkerLeases } from '@/lib/ports/worker-leases';

/** Beyond it the wall clock is not kept, and people should know; the runtime goes by the store's time anyway. */
const NOTABLE_MS = 5_000;

export class StoreClock implements Clock {
  /** The store's time minus the monotonic one; null before the store was asked. */
  private offsetMs: number | null = null;

  private isTold = false;

  constructor(
    private readonly own: Clock,
    private readonly leases: Pick<WorkerLeases, 'now'>,
    private readonly logger: Pick<Logger, 'warn'>,
  ) {}

  /** Asks the store; to be repeated, because monotonic clocks drift, and stand still while a machine sleeps. */
  async set(): Promise<void> {
    const askedMs = this.own.monotonicMs();
    const storeMs = await this.leases.now();
    this.offsetMs = storeMs - (askedMs + this.own.monotonicMs()) / 2;
    const aheadMs = this.own.now() - this.now();
    const isOff = Math.abs(aheadMs) > NOTABLE_MS;
    if (isOff && !this.isTold) this.logger.warn("this machine's clock is not the database's", { aheadMs });
    this.isTold = isOff;
  }

  now(): number {
    return this.offsetMs === null ? this.own.now() : Math.floor(this.own.monotonicMs() + this.offsetMs);
  }

  monotonicMs(): number {
    return this.own.monotonicMs();
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return this.own.sleep(ms, signal);
  }
}
