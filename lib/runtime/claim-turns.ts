// One claim of a worker after the other, so that each sees what the ones before have brought.

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
