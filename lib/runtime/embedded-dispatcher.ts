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
  private loops: Promise<unknown> | null = null;
  private readonly stopped = new AbortController();

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
    if (this.advance === null || this.stopped.signal.aborted || this.worker.freeSlots === 0) return;
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
    if (this.loops !== null) throw new Error('the dispatcher runs already');
    this.advance = advance;
    this.worker.start();
    const { worker } = this;
    this.loops = Promise.all([
      this.poll(
        'looking for due runs',
        () => worker.advanceDue(),
        (ms) => worker.news.wait(this.ports.clock, ms),
      ),
      this.poll('expiring approvals', () => worker.expireApprovals()),
      this.poll('ending waits', () => worker.endWaits()),
    ]);
  }

  async stop(graceMs: number): Promise<void> {
    this.stopped.abort();
    this.worker.news.ring();
    await this.worker.drain(graceMs);
    await this.loops;
  }

  /**
   * One errand, at its own pace and with its own fate: approvals that can't be expired must not keep due runs from being advanced, nor the other way
   * round, and none waits for another's answer. Says once that it fails, until it has gone well again.
   */
  private async poll(
    name: string,
    act: () => Promise<unknown>,
    wait = (ms: number) => this.ports.clock.sleep(ms, this.stopped.signal),
  ): Promise<void> {
    const { random, logger } = this.ports;
    const pollMs = Math.min(MAX_POLL_MS, this.options.pollMs);
    for (let failures = 0; !this.stopped.signal.aborted; ) {
      try {
        await act();
        failures = 0;
      } catch (cause) {
        failures += 1;
        if (failures === 1) logger.warn(`${name} failed; it goes on by itself`, { cause });
      }
      const waitMs = failures === 0 ? pollMs : pollMs + fullJitterMs(failures, STORE_BACKOFF, random.next());
      if (!this.stopped.signal.aborted) await wait(waitMs);
    }
  }
}
