// Breakers in memory, as honest as the real ones: each method is one turn of the event loop, and the clock is handed in.
import {
  BREAKER_MACHINE,
  type BreakerState,
  type BreakerWindow,
  type CallCounts,
  NO_CALLS,
} from '@/lib/domain/breaker';
import { transition } from '@/lib/domain/machine';
import type {
  BreakerProbe,
  BreakerReport,
  BreakerStanding,
  BreakerStore,
  Reopening,
} from '@/lib/ports/breakers';
import { CLOSED } from '@/lib/ports/breakers';
import type { Clock } from '@/lib/ports/clock';

type Row = {
  state: BreakerState;
  epoch: number;
  opensUntilMs: number;
  leases: { readonly lease: string; readonly untilMs: number }[];
  answered: number;
};

type Bucket = CallCounts & { readonly second: number };

export class MemoryBreakers implements BreakerStore {
  private readonly rows = new Map<string, Row>();
  private readonly buckets = new Map<string, Bucket[]>();
  /** Every change: `from → to`, in order. */
  readonly changes: string[] = [];
  private probes = 0;

  constructor(private readonly clock: Clock) {}

  async read(key: string): Promise<BreakerStanding> {
    const row = this.rows.get(key);
    if (row === undefined) return CLOSED;
    const { state, epoch, opensUntilMs } = row;
    return {
      state,
      epoch,
      opensInMs: state === 'open' ? Math.max(0, opensUntilMs - this.clock.now()) : null,
    };
  }

  async report(reports: readonly BreakerReport[]): Promise<void> {
    const second = Math.floor(this.clock.now() / 1_000);
    for (const { key, epoch, calls, failures, slow } of reports) {
      const at = `${key} ${epoch}`;
      this.buckets.set(at, [...(this.buckets.get(at) ?? []), { second, calls, failures, slow }]);
    }
  }

  async countsOf(key: string, epoch: number, window: BreakerWindow): Promise<CallCounts> {
    const bySecond = new Map<number, CallCounts>();
    for (const one of this.buckets.get(`${key} ${epoch}`) ?? [])
      bySecond.set(one.second, sum(bySecond.get(one.second) ?? NO_CALLS, one));
    let counts = NO_CALLS;
    for (const second of [...bySecond.keys()].sort((a, b) => b - a)) {
      const inside =
        window.kind === 'time' ? second * 1_000 > this.clock.now() - window.ms : counts.calls < window.calls;
      if (inside) counts = sum(counts, bySecond.get(second) ?? NO_CALLS);
    }
    return counts;
  }

  async open(key: string, epoch: number, { openMs }: Reopening): Promise<boolean> {
    const row = this.row(key);
    if (row.state !== 'closed' || row.epoch !== epoch) return false;
    this.move(row, 'open');
    row.opensUntilMs = this.clock.now() + openMs;
    return true;
  }

  async takeProbe(key: string, most: number, leaseMs: number): Promise<BreakerProbe | null> {
    const row = this.row(key);
    const now = this.clock.now();
    if (row.state === 'open' && row.opensUntilMs <= now) this.move(row, 'half_open');
    const underWay = row.leases.filter(({ untilMs }) => untilMs > now);
    if (row.state !== 'half_open' || underWay.length >= Math.max(1, most - row.answered)) return null;
    this.probes += 1;
    const lease = `lease ${this.probes}`;
    row.leases = [...underWay, { lease, untilMs: now + leaseMs }];
    return { key, epoch: row.epoch, lease };
  }

  async settleProbe(probe: BreakerProbe, end: Parameters<BreakerStore['settleProbe']>[1]): Promise<void> {
    const row = this.row(probe.key);
    const known = row.leases.some(({ lease }) => lease === probe.lease);
    if (row.state !== 'half_open' || row.epoch !== probe.epoch || !known) return;
    row.leases = row.leases.filter(({ lease }) => lease !== probe.lease);
    if (end.verdict === 'faulty') {
      this.move(row, 'open');
      row.opensUntilMs = this.clock.now() + end.openMs;
    } else if (end.verdict === 'answered') {
      row.answered += 1;
      if (row.answered >= end.needed) this.move(row, 'closed');
    }
  }

  /** As the commands do it. */
  async set(key: string, state: 'isolated' | 'closed'): Promise<void> {
    this.move(this.row(key), state);
  }

  private row(key: string): Row {
    const fresh: Row = { state: 'closed', epoch: 0, opensUntilMs: 0, leases: [], answered: 0 };
    const row = this.rows.get(key) ?? fresh;
    this.rows.set(key, row);
    return row;
  }

  private move(row: Row, to: BreakerState): void {
    this.changes.push(`${row.state} → ${to}`);
    row.state = transition(BREAKER_MACHINE, row.state, to);
    row.epoch += 1;
    row.leases = [];
    row.answered = 0;
  }
}

function sum(a: CallCounts, b: CallCounts): CallCounts {
  return { calls: a.calls + b.calls, failures: a.failures + b.failures, slow: a.slow + b.slow };
}
