// What the worker tells a run while it advances: whether the lease holds, whether to stop, and that there is news.
import type { JournalRow } from '@/lib/domain/journal-row';
import { showsProgress } from '@/lib/domain/lost-owners';
import type { RunState } from '@/lib/domain/run-state';
import type { Stop } from '@/lib/domain/stop';
import { Bell } from './bell';
import type { EffectNews } from './effect-news';
import type { StopBoard } from './stop-board';

export type Hindrance = 'draining' | Stop;

/** What the run itself was told, as far as it is read. */
export type Told = Pick<RunState, 'paused' | 'cancelled'>;

/** Whether a call may leave: the lease can be proven, and nobody stopped it. */
export type Permit = {
  readonly holdsLease: () => boolean;
  readonly stop: () => Stop | null;
  /** How long it was stopped between two instants (epoch milliseconds). */
  readonly stoppedMs: (fromMs: number, untilMs: number) => number;
  readonly told: () => Told;
};

const NOTHING: ReadonlySet<string> = new Set();

export class RunControl {
  readonly bell = new Bell();
  private readonly drop = new AbortController();
  private noticed = false;
  /** Names of what the run waits for in the ledger, so that it is told when it is free. */
  waitsFor: ReadonlySet<string> = NOTHING;

  constructor(
    /** False as soon as the lease can't be proven; then no side effect may be sent. */
    readonly holdsLease: () => boolean,
    /** True once no new step may begin. */
    readonly isDraining: () => boolean,
    readonly stops: Pick<StopBoard, 'inWayOf' | 'stoppedMs'>,
    readonly effects: Pick<EffectNews, 'waiters' | 'late'>,
    private readonly onProgress: () => void = () => {},
  ) {}

  /** Why no new step of this agent's run may begin here; null when one may. */
  hindrance(agent: string): Hindrance | null {
    return this.isDraining() ? 'draining' : this.stops.inWayOf(agent);
  }

  /** What each attempt asks before it calls anybody, and once more right before anything leaves. */
  permit(agent: string, told: () => Told): Permit {
    const stoppedMs = (fromMs: number, untilMs: number) => this.stops.stoppedMs(agent, fromMs, untilMs);
    return { holdsLease: this.holdsLease, stop: () => this.stops.inWayOf(agent), stoppedMs, told };
  }

  get dropped(): AbortSignal {
    return this.drop.signal;
  }

  /** What was committed: whether the run gets on, and what it waits for now. */
  noteCommit(rows: readonly JournalRow[], awaited: readonly { readonly id: string }[]): void {
    this.waitsFor = new Set(awaited.map(({ id }) => id));
    if (rows.some(showsProgress)) this.onProgress();
  }

  /** Input may have arrived for the run. */
  noticeInput(): void {
    this.noticed = true;
    this.bell.ring();
  }

  takeNotice(): boolean {
    const { noticed } = this;
    this.noticed = false;
    return noticed;
  }

  /** The run belongs to another worker, or may: stop at once and leave everything as it is committed. */
  dropRun(): void {
    this.drop.abort();
    this.bell.ring();
  }
}
