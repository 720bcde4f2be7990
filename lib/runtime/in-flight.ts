// The attempts of one run that are under way in this process, and their results in the order in which they came.
import type { JournalEntry } from '@/lib/domain/journal-payload';
import type { Bell } from './bell';

type Flight = { readonly abort: AbortController; readonly harmless: boolean };

export class InFlight {
  private readonly flights = new Map<number, Flight>();
  private settled: { readonly step: number; readonly entry: JournalEntry }[] = [];
  private failure: { readonly cause: unknown } | null = null;

  constructor(private readonly bell: Bell) {}

  get size(): number {
    return this.flights.size;
  }

  /** @param harmless stopping it leaves nothing in doubt (a read, a model call). */
  start(step: number, harmless: boolean, run: (signal: AbortSignal) => Promise<JournalEntry>): void {
    const abort = new AbortController();
    this.flights.set(step, { abort, harmless });
    run(abort.signal).then(
      (entry) => {
        this.settled.push({ step, entry });
        this.bell.ring();
      },
      (cause: unknown) => {
        this.failure ??= { cause };
        this.bell.ring();
      },
    );
  }

  /** What has settled since the last time. @throws what an attempt threw: a lost lease or a fault of the runtime. */
  takeSettled(): JournalEntry[] {
    if (this.failure) throw this.failure.cause;
    const taken = this.settled;
    this.settled = [];
    for (const { step } of taken) this.flights.delete(step);
    return taken.map(({ entry }) => entry);
  }

  abortHarmless(): void {
    for (const flight of this.flights.values()) if (flight.harmless) flight.abort.abort();
  }

  abortAll(): void {
    for (const flight of this.flights.values()) flight.abort.abort();
    this.flights.clear();
  }
}
