// How often somebody may ask: a bucket of tokens that refills with time; refuses when it is empty and says for how long.
import 'server-only';

export type BucketRules = { readonly capacity: number; readonly refillPerSecond: number };

/**
 * One bucket a caller, in this process. A caller who has been quiet until its bucket is full again is forgotten, so that memory stays bounded by
 * the callers of the last few seconds; beyond `mostCallers` the oldest are forgotten first.
 */
export class TokenBuckets {
  readonly #levels = new Map<string, { tokens: number; atMs: number }>();

  constructor(
    private readonly rules: BucketRules,
    private readonly monotonicMs: () => number,
    private readonly mostCallers = 10_000,
  ) {}

  /** 0 when the caller may go on, else the milliseconds after which one token is back. */
  take(caller: string): number {
    const nowMs = this.monotonicMs();
    const refilled = this.#levelOf(caller, nowMs);
    const tokens = refilled >= 1 ? refilled - 1 : refilled;
    this.#levels.delete(caller); // inserted anew, so that the map stays in the order of last use
    this.#levels.set(caller, { tokens, atMs: nowMs });
    if (this.#levels.size > this.mostCallers) this.#forget(nowMs);
    return this.#waitFor(refilled);
  }

  /** As `take`, and takes nothing. */
  waitMs(caller: string): number {
    return this.#waitFor(this.#levelOf(caller, this.monotonicMs()));
  }

  #levelOf(caller: string, nowMs: number): number {
    const { capacity, refillPerSecond } = this.rules;
    const known = this.#levels.get(caller);
    if (known === undefined) return capacity;
    return Math.min(capacity, known.tokens + ((nowMs - known.atMs) / 1_000) * refillPerSecond);
  }

  #waitFor(tokens: number): number {
    if (tokens >= 1) return 0;
    // The fraction keeps 1.0000000000000009 ms from becoming 2.
    return Math.ceil(((1 - tokens) / this.rules.refillPerSecond) * 1_000 - 1e-6);
  }

  #forget(nowMs: number): void {
    const fullAgainMs = (this.rules.capacity / this.rules.refillPerSecond) * 1_000;
    for (const [caller, level] of this.#levels) {
      const isOld = nowMs - level.atMs >= fullAgainMs;
      if (!isOld && this.#levels.size <= this.mostCallers) return;
      this.#levels.delete(caller);
    }
  }
}
