// Time that moves only when nothing else can: tests of hours take milliseconds and come out the same each time.
import type { Clock } from '../clock';

type Timer = { readonly atMs: number; readonly order: number; readonly wake: () => void };

export class VirtualClock implements Clock {
  private timers: Timer[] = [];
  private order = 0;

  constructor(private nowMs = Date.parse('2026-03-01T08:00:00Z')) {}

  /** Whole, as a wall clock tells it; timers are finer. */
  now(): number {
    return Math.floor(this.nowMs);
  }

  monotonicMs(): number {
    return this.nowMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const cancel = () => {
        this.timers = this.timers.filter((other) => other !== timer);
        wake();
      };
      const wake = () => {
        signal?.removeEventListener('abort', cancel);
        resolve();
      };
      const timer = { atMs: this.nowMs + Math.max(0, ms), order: this.order++, wake };
      this.timers.push(timer);
      signal?.addEventListener('abort', cancel, { once: true });
    });
  }

  /**
   * Lets everything run that can, then moves to the next timer, and again, until `done`.
   * @throws Error when nothing can happen any more, or not within `limitMs` of virtual time.
   */
  async runUntil(done: () => boolean, limitMs = 24 * 3_600_000): Promise<void> {
    const endMs = this.nowMs + limitMs;
    for (;;) {
      await quiet();
      if (done()) return;
      const next = this.timers.toSorted((a, b) => a.atMs - b.atMs || a.order - b.order)[0];
      if (next === undefined) throw new Error('nothing is under way and nothing is due');
      if (next.atMs > endMs) throw new Error(`not done within ${limitMs} ms`);
      this.fire(next);
    }
  }

  /** Lets `ms` pass, with everything that is due meanwhile. */
  async pass(ms: number): Promise<void> {
    let over = false;
    void this.sleep(ms).then(() => {
      over = true;
    });
    await this.runUntil(() => over, ms + 1);
  }

  /** As a suspended machine finds it: time is gone, and no timer rang meanwhile. */
  jump(ms: number): void {
    this.nowMs += ms;
  }

  private fire(timer: Timer): void {
    this.timers = this.timers.filter((other) => other !== timer);
    this.nowMs = Math.max(this.nowMs, timer.atMs);
    timer.wake();
  }
}

/** Every promise that can settle has settled: the microtask queue is empty at each turn of the event loop. */
async function quiet(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
