// What a worker knows of stops: the gate that each step and each send passes. A worker has no lease before the first answer.
import type { Stop, Stops } from '@/lib/domain/stop';
import { standingStop, stoppedMs } from '@/lib/domain/stop';

export class StopBoard {
  private stops: Stops | null = null;

  /** null before the first answer. */
  get epoch(): number | null {
    return this.stops?.epoch ?? null;
  }

  get anyStanding(): boolean {
    return this.stops?.stops.some((stop) => stop.liftedAt === null) ?? true;
  }

  /** Holds from the return on: whoever asks afterwards is told. */
  put(stops: Stops): void {
    this.stops = stops;
  }

  /** The stop in the way of this agent's runs. */
  inWayOf(agent: string): Stop | null {
    return this.stops === null ? null : standingStop(this.stops, agent);
  }

  stoppedMs(agent: string, fromMs: number, untilMs: number): number {
    return this.stops === null ? 0 : stoppedMs(this.stops, agent, fromMs, untilMs);
  }
}
