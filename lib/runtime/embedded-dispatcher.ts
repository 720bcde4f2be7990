// The dispatcher of a single deployment: the run table is the queue, a poll that is enough by itself, and wake-ups that only make it faster.
import type { Advance, Dispatcher } from '@/lib/ports/dispatcher';
import { fullJitterMs } from '@/lib/resilience/backoff';
import { STORE_BACKOFF } from './runtime-constants';
import type { Worker } from './worker';
import type { WorkerPorts } from './worker-terms';

export type EmbeddedDispatcherOptions = { readonly pollMs: number };

const MAX_POLL_MS = 1_000;

export class EmbeddedDispatcher implements Dispatcher {
  private advance: Advance | null = null;
  private loop: Promise<void> | null = null;
  private stopping = false;

  constructor(
    private readonly worker: Worker,
    private readonly ports: Pick<WorkerPorts, 'clock' | 'random' | 'logger'>,
    private readonly options: EmbeddedDispatcherOptions = { pollMs: MAX_POLL_MS },
  ) {}

  /** A run that waits for a later time is found by the poll when it is due. */
  wake(runId: string, options: { readonly at?: string } = {}): void {
    if (options.at !== undefined && Date.parse(options.at) > this.ports.clock.now()) return;
    if (this.worker.owns(runId)) {
      this.worker.noticeInput(runId);
      return;
    }
    if (this.advance === null || this.stopping || this.worker.freeSlots === 0) return;
    // One claim of what is due takes many at once.
    if (this.worker.turns.isBusy) {
      this.worker.news.ring();
      return;
    }
    this.advance(runId).catch((cause: unknown) => {
      this.ports.logger.warn('run could not be woken', { runId, cause });
    });
  }

  async start(advance: Advance): Promise<void> {
    if (this.loop !== null) throw new Error('the dispatcher runs already');
    this.advance = advance;
    this.worker.start();
    this.loop = this.poll();
  }

  async stop(graceMs: number): Promise<void> {
    this.stopping = true;
    this.worker.news.ring();
    await this.worker.drain(graceMs);
    await this.loop;
  }

  /** Two errands, each with its own fate: approvals that can't be expired must not keep due runs from being advanced, nor the other way round. */
  private async poll(): Promise<void> {
    const { clock, random } = this.ports;
    const pollMs = Math.min(MAX_POLL_MS, this.options.pollMs);
    const expire = this.errand('expiring approvals', () => this.worker.expireApprovals());
    const advance = this.errand('looking for due runs', () => this.worker.advanceDue());
    while (!this.stopping) {
      await expire.run();
      if (!this.stopping) await advance.run();
      // The one that fares better sets the pace, so that a lasting fault of one does not slow down the other.
      const failures = Math.min(expire.failures, advance.failures);
      const waitMs = failures === 0 ? pollMs : pollMs + fullJitterMs(failures, STORE_BACKOFF, random.next());
      if (!this.stopping) await this.worker.news.wait(clock, waitMs);
    }
  }

  /** Never rejects; says once that it fails, until it has gone well again. */
  private errand(name: string, act: () => Promise<unknown>) {
    const { logger } = this.ports;
    const errand = {
      failures: 0,
      run: async () => {
        try {
          await act();
          errand.failures = 0;
        } catch (cause) {
          errand.failures += 1;
          if (errand.failures === 1) logger.warn(`${name} failed; it goes on by itself`, { cause });
        }
      },
    };
    return errand;
  }
}
