// Keeps a worker's knowledge of stops fresh: asks at an interval, obeys first, and says so afterwards.
import type { Clock } from '@/lib/ports/clock';
import type { Logger } from '@/lib/ports/logger';
import type { StopReader } from '@/lib/ports/stops';
import { Bell } from './bell';
import { STOP_POLL_MS } from './runtime-constants';
import { StopBoard } from './stop-board';

type WatchPorts = { readonly stops: StopReader; readonly clock: Clock; readonly logger: Logger };

export class StopWatch {
  readonly board = new StopBoard();
  /** Rings when somebody heard of a change before the poll. */
  readonly bell = new Bell();
  private acknowledged = '';
  private failing = false;

  constructor(
    private readonly ports: WatchPorts,
    private readonly workerId: () => string | null,
  ) {}

  /** Asks until the worker ends. What the store does not answer is asked again; a worker that can't reach it loses its lease. */
  async keep(ended: AbortSignal): Promise<void> {
    const { clock, logger } = this.ports;
    while (!ended.aborted) {
      try {
        await this.ask();
        this.failing = false;
      } catch (cause) {
        if (!this.failing) logger.warn('stops could not be read; it goes on by itself', { cause });
        this.failing = true;
      }
      await this.bell.wait(clock, STOP_POLL_MS);
    }
  }

  /** Obeys what the store says, then acknowledges it. @returns the epoch that is obeyed. */
  async ask(): Promise<number> {
    const { stops } = this.ports;
    const news = await stops.readStops(this.board.epoch);
    // Two questions may overlap: what is known already is not taken back by the slower answer.
    if (news !== null && news.epoch >= (this.board.epoch ?? 0)) this.board.put(news);
    const epoch = this.board.epoch ?? 0;
    const workerId = this.workerId();
    const word = `${workerId}:${epoch}`;
    if (workerId !== null && word !== this.acknowledged) {
      await stops.acknowledgeStops(workerId, epoch);
      this.acknowledged = word;
    }
    return epoch;
  }

  /** Before a claim: a lift that is not known here would only park the run again. */
  async askWhileStopped(): Promise<void> {
    if (this.board.anyStanding) await this.ask();
  }
}
