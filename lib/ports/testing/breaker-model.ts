// A breaker as the promise in `lib/ports/breakers.ts` reads, in as few words as it can be said; knows nothing of any store, nor of the reducer.
import type { BreakerState, CallCounts } from '../../domain/breaker';

type Place = { readonly probe: number; readonly untilMs: number };

/** What a person or a process sees of it after each act. */
export type Seen = {
  readonly state: BreakerState;
  readonly epoch: number;
  /** Open, and its time is over; null in any other state. */
  readonly isDue: boolean | null;
};

export class BreakerModel {
  nowMs = 0;
  readonly changes: string[] = [];
  private state: BreakerState = 'closed';
  private epoch = 0;
  private opensUntilMs = 0;
  private places: Place[] = [];
  private answered = 0;
  private readonly epochOf: number[] = [];
  private readonly reports: { readonly epoch: number; readonly atMs: number; readonly counts: CallCounts }[] =
    [];

  see(): Seen {
    const isDue = this.state === 'open' ? this.opensUntilMs <= this.nowMs : null;
    return { state: this.state, epoch: this.epoch, isDue };
  }

  report(epoch: number, counts: CallCounts): void {
    this.reports.push({ epoch, atMs: this.nowMs, counts });
  }

  /** Whole seconds: one that began before the window is not in it. */
  countsWithin(epoch: number, windowMs: number): CallCounts {
    const inside = this.reports.filter(
      (one) => one.epoch === epoch && Math.floor(one.atMs / 1_000) * 1_000 > this.nowMs - windowMs,
    );
    const sum = (of: (counts: CallCounts) => number) =>
      inside.reduce((total, { counts }) => total + of(counts), 0);
    return { calls: sum((c) => c.calls), failures: sum((c) => c.failures), slow: sum((c) => c.slow) };
  }

  open(epoch: number, openMs: number): boolean {
    if (this.state !== 'closed' || this.epoch !== epoch) return false;
    this.become('open');
    this.opensUntilMs = this.nowMs + openMs;
    return true;
  }

  /** @returns the probe's number, or null. */
  takeProbe(most: number, leaseMs: number): number | null {
    if (this.state === 'open' && this.opensUntilMs <= this.nowMs) this.become('half_open');
    if (this.state !== 'half_open') return null;
    const underWay = this.places.filter(({ untilMs }) => untilMs > this.nowMs);
    if (underWay.length > 0 && underWay.length + this.answered >= most) return null;
    const probe = this.epochOf.push(this.epoch) - 1;
    // Whoever's time was over has lost its place from here on.
    this.places = [...underWay, { probe, untilMs: this.nowMs + leaseMs }];
    return probe;
  }

  settle(
    probe: number,
    verdict: 'answered' | 'faulty' | 'none',
    { needed, openMs }: { needed: number; openMs: number },
  ): void {
    const hasPlace = this.places.some((place) => place.probe === probe);
    if (!hasPlace || this.state !== 'half_open' || this.epochOf[probe] !== this.epoch) return;
    this.places = this.places.filter((place) => place.probe !== probe);
    if (verdict === 'faulty') {
      this.become('open');
      this.opensUntilMs = this.nowMs + openMs;
    }
    if (verdict === 'answered') {
      this.answered += 1;
      if (this.answered >= needed) this.become('closed');
    }
  }

  set(to: 'isolated' | 'closed'): void {
    this.become(to);
  }

  private become(to: BreakerState): void {
    this.changes.push(`${this.state} → ${to}`);
    this.state = to;
    this.epoch += 1;
    this.places = [];
    this.answered = 0;
  }
}
