// Asks the store for events that came before the waits of a run: once after each commit that opens one, and once after each claim.
import type { RunState } from '@/lib/domain/run-state';
import type { RunStore } from '@/lib/ports/run-store';
import { openWaits } from './open-waits';

/**
 * A wait that is committed gets what comes from then on by itself. What came before is asked for here before the run parks; a worker that died
 * between the two leaves the question to its heir.
 */
export class KeptEvents {
  private due = true;

  /** A commit opened a wait. */
  areDue(): void {
    this.due = true;
  }

  /** @returns whether there may be new input. */
  async ask(state: RunState, store: Pick<RunStore, 'matchEvents'>): Promise<boolean> {
    if (!this.due) return false;
    this.due = false;
    const keys = openWaits(state).map(({ correlationKey }) => correlationKey);
    if (keys.length === 0) return false;
    await store.matchEvents(keys);
    return true;
  }
}
