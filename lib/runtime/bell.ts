// Wakes whoever waits for news about one run; a ring that nobody waited for is kept until the next wait.
import type { Clock } from '@/lib/ports/clock';

export class Bell {
  private rung = false;
  private answer: (() => void) | null = null;

  ring(): void {
    this.rung = true;
    this.answer?.();
  }

  /** Resolves at the next ring, at once when one is pending, or after `ms`. One waiter at a time. */
  async wait(clock: Clock, ms: number): Promise<void> {
    if (!this.rung) {
      const over = new AbortController();
      const rings = new Promise<void>((resolve) => {
        this.answer = resolve;
      });
      await Promise.race([rings, clock.sleep(ms, over.signal)]);
      over.abort();
      this.answer = null;
    }
    this.rung = false;
  }
}
