// Stops in memory: set and lifted as the commands do it, read and acknowledged as workers do.
import type { Actor } from '@/lib/domain/principal';
import { type Stop, type StopScope, type Stops, standingStop } from '@/lib/domain/stop';
import { type Clock, isoAt } from '@/lib/ports/clock';
import type { StopReader } from '@/lib/ports/stops';

export class MemoryStops implements StopReader {
  /** By worker: the epoch it acts by. */
  readonly acknowledged = new Map<string, number>();
  private now: Stops = { epoch: 0, stops: [] };

  constructor(private readonly clock: Clock) {}

  set(scope: StopScope, by: Actor, reason: string): number {
    const epoch = this.now.epoch + 1;
    const stop: Stop = { epoch, scope, by, reason, setAt: isoAt(this.clock.now()), liftedAt: null };
    this.now = { epoch, stops: [...this.now.stops, stop] };
    return epoch;
  }

  get current(): Stops {
    return this.now;
  }

  lift(scope: StopScope): number {
    const epoch = this.now.epoch + 1;
    const liftedAt = isoAt(this.clock.now());
    const lifted = (stop: Stop) =>
      stop.scope === scope && stop.liftedAt === null ? { ...stop, liftedAt } : stop;
    this.now = { epoch, stops: this.now.stops.map(lifted) };
    return epoch;
  }

  inWayOf(agent: string): Stop | null {
    return standingStop(this.now, agent);
  }

  async readStops(knownEpoch: number | null): Promise<Stops | null> {
    return knownEpoch === this.now.epoch ? null : this.now;
  }

  async acknowledgeStops(workerId: string, epoch: number): Promise<void> {
    this.acknowledged.set(workerId, epoch);
  }
}
