// Wakes who waits for an effect or a resource when it is free, in this process at once and elsewhere through the store. Nobody depends on it: they ask again by themselves.
import type { LedgerPlace } from '@/lib/domain/effect';
import type { RuntimePorts } from './runtime-ports';

/** A key of the default scope is asked for by its own run alone, which hears of it without the store. */
const isShared = (place: LedgerPlace) => place.kind === 'resource' || place.scope !== 'run';

export type WaitingHere = { readonly waitsFor: ReadonlySet<string>; noticeInput(): void };

export class EffectWaiters {
  private readonly asked = new Map<string, LedgerPlace>();
  private asking = false;

  constructor(
    private readonly ports: Pick<RuntimePorts, 'store' | 'logger'>,
    /** The runs that are advanced in this process. */
    private readonly here: () => Iterable<WaitingHere>,
    /** Parked runs are due now. */
    private readonly onWoken: () => void,
  ) {}

  /** A commit settled these. */
  settled(places: readonly LedgerPlace[]): void {
    if (places.length === 0) return;
    for (const control of this.here()) {
      if (places.some(({ id }) => control.waitsFor.has(id))) control.noticeInput();
    }
    this.look(places.filter(isShared));
  }

  /**
   * Wakes the parked runs that wait for those of these that are free. Also asked by a run that has just parked: what was settled while it did so
   * found it not parked yet. Many questions at once become one.
   */
  look(places: readonly LedgerPlace[]): void {
    for (const place of places) this.asked.set(`${place.kind} ${place.id}`, place);
    if (!this.asking && this.asked.size > 0) void this.askUntilNone();
  }

  private async askUntilNone(): Promise<void> {
    const { store, logger } = this.ports;
    this.asking = true;
    while (this.asked.size > 0) {
      const places = [...this.asked.values()];
      this.asked.clear();
      try {
        const woken = await store.wakeWaiting(places);
        if (woken.length > 0) this.onWoken();
      } catch (cause) {
        logger.warn('runs that wait for an effect could not be woken; they ask by themselves', { cause });
      }
    }
    this.asking = false;
  }
}
