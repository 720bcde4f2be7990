// What the worker tells a run while it advances: whether the lease holds, whether to stop, and that there is news.
import { Bell } from './bell';

export class RunControl {
  readonly bell = new Bell();
  private readonly drop = new AbortController();
  private noticed = false;

  constructor(
    /** False as soon as the lease can't be proven; then no side effect may be sent. */
    readonly holdsLease: () => boolean,
    /** True once no new step may begin. */
    readonly isDraining: () => boolean,
  ) {}

  get dropped(): AbortSignal {
    return this.drop.signal;
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
