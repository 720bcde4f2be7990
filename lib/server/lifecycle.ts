// How far this process is in its life: starting, serving, draining. Readiness and the open streams follow from it.
import 'server-only';

export type LifecyclePhase = 'starting' | 'serving' | 'draining';

export class Lifecycle {
  #phase: LifecyclePhase = 'starting';
  /** What keeps the start from being complete, in plain words; shown by readiness. */
  #waitsFor = 'the start';
  readonly #end = new AbortController();
  readonly #work = new Set<Promise<void>>();

  get phase(): LifecyclePhase {
    return this.#phase;
  }
  get waitsFor(): string {
    return this.#waitsFor;
  }

  /** Aborted when draining begins. */
  get ended(): AbortSignal {
    return this.#end.signal;
  }

  /** The start is not complete because of this; tried again by itself. */
  waitFor(what: string): void {
    this.#waitsFor = what;
  }

  /** Everything is started. A process that is draining stays so. */
  serve(): void {
    if (this.#phase === 'starting') this.#phase = 'serving';
  }

  /** Work in the background that ends by itself once draining begins, and that needs the connections until then. */
  keep(work: Promise<void>): void {
    this.#work.add(work);
    void work.finally(() => this.#work.delete(work));
  }

  /** Resolves when all work that was kept has ended. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#work);
  }

  /** @returns false when it is draining already. */
  drain(): boolean {
    if (this.#phase === 'draining') return false;
    this.#phase = 'draining';
    this.#end.abort();
    return true;
  }
}
