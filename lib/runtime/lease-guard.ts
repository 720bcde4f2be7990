// Whether this worker can prove that its lease holds, by two clocks and with a margin; when in doubt it can't.
import type { Clock } from '@/lib/ports/clock';

/** Share of the lease that is given up, so that a request sent at the last moment still leaves inside it. */
const MARGIN_SHARE = 0.2;

export class LeaseGuard {
  private renewedMonotonicMs = Number.NEGATIVE_INFINITY;
  private renewedWallMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly clock: Clock,
    private readonly leaseMs: number,
  ) {}

  /** The instant before a renewal was asked for: the lease runs from then at the earliest. */
  mark(): { readonly monotonicMs: number; readonly wallMs: number } {
    return { monotonicMs: this.clock.monotonicMs(), wallMs: this.clock.now() };
  }

  renewed(mark: { readonly monotonicMs: number; readonly wallMs: number }): void {
    this.renewedMonotonicMs = mark.monotonicMs;
    this.renewedWallMs = mark.wallMs;
  }

  lost(): void {
    this.renewedMonotonicMs = Number.NEGATIVE_INFINITY;
    this.renewedWallMs = Number.NEGATIVE_INFINITY;
  }

  /** The monotonic clock may stand still while a machine is suspended, the wall clock may be set back: both have to agree. */
  holds(): boolean {
    const allowedMs = this.leaseMs * (1 - MARGIN_SHARE);
    const byMonotonic = this.clock.monotonicMs() - this.renewedMonotonicMs < allowedMs;
    return byMonotonic && this.clock.now() - this.renewedWallMs < allowedMs;
  }
}
