// Leases of workers in memory, and the stops they were last heard to obey.
import type { Clock } from '@/lib/ports/clock';
import type { WorkerLeases } from '@/lib/ports/worker-leases';
import { MemoryStops } from './memory-stops';

export class MemoryWorkers implements WorkerLeases {
  readonly stops: MemoryStops;
  private readonly leases = new Map<string, number>();
  private readonly retired = new Set<string>();

  constructor(protected readonly clock: Clock) {
    this.stops = new MemoryStops(clock);
  }

  async register(workerId: string, _host: string, leaseMs: number, stopEpoch: number): Promise<void> {
    this.leases.set(workerId, this.clock.now() + leaseMs);
    this.stops.acknowledged.set(workerId, stopEpoch);
  }

  async heartbeat(workerId: string, leaseMs: number): Promise<boolean> {
    if (!this.isLive(workerId)) return false;
    this.leases.set(workerId, this.clock.now() + leaseMs);
    return true;
  }

  now = async () => this.clock.now();

  async retire(workerId: string): Promise<void> {
    if (this.leases.delete(workerId)) this.retired.add(workerId);
  }

  giveUp = async (workerId: string) => this.expireLease(workerId);

  /** It ended its lease in order. */
  hasRetired = (workerId: string): boolean => this.retired.has(workerId);

  expireLease = (workerId: string): void => void this.leases.delete(workerId);

  /** Its lease runs. */
  isLive(workerId: string): boolean {
    return (this.leases.get(workerId) ?? Number.NEGATIVE_INFINITY) > this.clock.now();
  }
}
