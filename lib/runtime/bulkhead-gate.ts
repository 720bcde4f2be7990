// Lets a call through while fewer than its tool or model allows are under way, in all processes. What has no limit is not asked about.
import { bulkheadKey } from '@/lib/domain/bulkhead';
import type { BulkheadStore, Offer, Slot } from '@/lib/ports/bulkheads';
import type { Clock, Random } from '@/lib/ports/clock';
import { FREE_PASS, type GateAnswer, type GateRequest, type Gates, type Pass } from '@/lib/ports/gates';
import type { Logger } from '@/lib/ports/logger';
import { BULKHEAD_POLL_MS, BULKHEAD_WATCH_MS, GATE_SPREAD } from './runtime-constants';

export type BulkheadPorts = {
  readonly bulkheads: BulkheadStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Runs that may go on: those that are parked become due, those that are advanced here ask again. */
  readonly wake: (runIds: readonly string[]) => Promise<void>;
};

export class BulkheadGate implements Gates {
  /** Keys for which somebody waits here, with the limit that was asked for last. */
  private readonly watched = new Map<string, number>();
  private readonly ends = new Set<Promise<void>>();
  private readonly stopped = new AbortController();

  constructor(private readonly ports: BulkheadPorts) {}

  async enter({ called, runId, fence, step }: GateRequest): Promise<GateAnswer> {
    const { name, definition } = called.kind === 'tool' ? called.tool : called.model;
    const limit = definition.concurrency;
    if (limit === undefined) return { passed: true, pass: FREE_PASS };
    const key = bulkheadKey(called.kind, name);
    const waitMs = Math.round(BULKHEAD_POLL_MS * (1 + this.ports.random.next() * GATE_SPREAD));
    try {
      const slot = await this.ports.bulkheads.take({ key, limit, runId, fence, step, asksAgainMs: waitMs });
      if (slot !== null) return { passed: true, pass: this.holding(slot) };
    } catch (cause) {
      // Above a limit is worse than late: with the store away nothing is committed, so nothing would be sent either.
      this.ports.logger.warn('slot can not be asked for', { key, cause });
      return { passed: false, by: 'bulkhead', id: key, waitMs: BULKHEAD_WATCH_MS };
    }
    this.watch(key, limit);
    return { passed: false, by: 'bulkhead', id: key, waitMs };
  }

  /** Gives back what is being given back, and looks after nobody any more. */
  async drain(): Promise<void> {
    this.stopped.abort();
    await Promise.all(this.ends);
  }

  private holding(slot: Slot): Pass {
    const end = () => {
      const done: Promise<void> = this.giveBack(slot).finally(() => this.ends.delete(done));
      this.ends.add(done);
    };
    return { settle: end, abandon: end };
  }

  private async giveBack(slot: Slot): Promise<void> {
    try {
      await this.wake(await this.ports.bulkheads.release(slot));
    } catch (cause) {
      // It is free as soon as the run leaves its worker.
      this.ports.logger.warn('slot could not be given back', { key: slot.key, cause });
    }
  }

  /**
   * What a dead process held is given back by nobody, and an offer may come while its run is just parking. So whoever was refused here looks now and
   * then whether something is free, until nobody waits.
   */
  private watch(key: string, limit: number): void {
    const isWatched = this.watched.has(key);
    this.watched.set(key, limit);
    if (!isWatched) void this.look(key);
  }

  private async look(key: string): Promise<void> {
    const { clock, bulkheads, logger } = this.ports;
    for (;;) {
      await clock.sleep(BULKHEAD_WATCH_MS, this.stopped.signal);
      if (this.stopped.signal.aborted) return;
      try {
        const offer = await bulkheads.offer(key, this.watched.get(key) ?? 1);
        await this.wake(offer);
        if (!offer.someWait) break;
      } catch (cause) {
        logger.warn('free slots can not be offered', { key, cause });
      }
    }
    this.watched.delete(key);
  }

  private async wake({ wake }: Offer): Promise<void> {
    if (wake.length > 0) await this.ports.wake(wake);
  }
}
