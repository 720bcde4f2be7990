// One claim of a worker after the other, so that each sees what the ones before have brought; says when an answer was lost.
import { CodedError } from '@/lib/domain/errors';
import { CLAIM_UNKNOWN } from '@/lib/ports/run-store';

export class ClaimTurns {
  private last: Promise<void> = Promise.resolve();
  private waiting = 0;

  get isBusy(): boolean {
    return this.waiting > 0;
  }

  /** What `claim` begins belongs to its turn: an agent's share of the places is told by it. */
  async take<T>(claim: () => Promise<T>): Promise<T> {
    this.waiting += 1;
    const turn = this.last.then(claim).finally(() => {
      this.waiting -= 1;
    });
    this.last = turn.then(
      () => undefined,
      () => undefined,
    );
    return turn;
  }
}

/** Runs that were claimed unknown to this worker would be owned for ever by one who does not work on them: `onUnknown` gives the lease up. */
export async function claimOr<T>(ask: () => Promise<T>, onUnknown: () => void): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    if (cause instanceof CodedError && cause.code === CLAIM_UNKNOWN) onUnknown();
    throw cause;
  }
}
