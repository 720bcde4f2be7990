// Requests that the guard refused, on their way into the store: one write at a time, counted together meanwhile. Holds no more than its bound.
import 'server-only';
import { type EgressRefusal, OTHER_HOSTS } from '../../domain/egress';
import type { Logger } from '../../ports/logger';
import type { CountedRefusal } from '../../store/write/count-egress-refusals';

type Parts = {
  readonly write: (refusals: readonly CountedRefusal[]) => Promise<void>;
  readonly logger: Pick<Logger, 'warn'>;
};

/** Different ones that wait for a write; hosts beyond are counted together. */
const MOST_WAITING = 500;

/** Best effort: what can't be written is logged and lost, and no request waits for it. */
export class EgressBook {
  #waiting = new Map<string, CountedRefusal>();
  #writing: Promise<void> | null = null;

  constructor(private readonly parts: Parts) {}

  /** Never throws. */
  note(refusal: EgressRefusal): void {
    this.#count(this.#waiting.size < MOST_WAITING ? refusal : { ...refusal, host: OTHER_HOSTS });
    this.#writing ??= this.#write();
  }

  /** Resolves once nothing waits. Never rejects. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  #count(refusal: EgressRefusal): void {
    const { caller, host, code } = refusal;
    const key = JSON.stringify([caller.kind, caller.name, host, code]);
    const times = (this.#waiting.get(key)?.times ?? 0) + 1;
    this.#waiting.delete(key); // the latest stands last
    this.#waiting.set(key, { ...refusal, times });
  }

  async #write(): Promise<void> {
    while (this.#waiting.size > 0) {
      const refusals = [...this.#waiting.values()];
      this.#waiting = new Map();
      try {
        await this.parts.write(refusals);
      } catch (error) {
        this.parts.logger.warn('refused requests were not counted', { error, refused: refusals.length });
      }
    }
    this.#writing = null;
  }
}
