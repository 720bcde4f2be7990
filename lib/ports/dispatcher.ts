// The wake-up call of runs, at least once. Correctness never rests on it but on lease, fence and journal.

export type Advance = (runId: string) => Promise<void>;

export interface Dispatcher {
  /** Asks for the run to be advanced, now or at an ISO 8601 time. A lost wake costs at most one poll. */
  wake(runId: string, options?: { readonly at?: string }): void;
  start(advance: Advance): Promise<void>;
  /** No new claims from now on; resolves when what is under way has finished or been given back. */
  stop(graceMs: number): Promise<void>;
}
