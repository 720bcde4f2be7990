// What a worker may own without knowing: after a claim whose answer was lost it asks the store, and keeps asking, since such a claim may arrive late.
import { CodedError } from '@/lib/domain/errors';
import type { Clock } from '@/lib/ports/clock';
import type { Logger } from '@/lib/ports/logger';
import { CLAIM_UNKNOWN, type ClaimedRun, type RunClaims } from '@/lib/ports/run-claims';

type Doubt = {
  readonly workerId: string;
  /** Since when no answer came. */
  openSinceMs: number | null;
  askedAtMs: number;
};

/** A claim that was held up on its way may be made long after its worker stopped waiting for it, as long as the lease lives. */
const ASK_AGAIN_MS = 5_000;

export const isUnknownClaim = (cause: unknown): boolean =>
  cause instanceof CodedError && cause.code === CLAIM_UNKNOWN;

export class LostClaims {
  private doubt: Doubt | null = null;

  constructor(
    private readonly ports: { store: Pick<RunClaims, 'ownedRuns'>; clock: Clock; logger: Logger },
    /** An open doubt that lasts longer than this, in milliseconds, costs the lease: its runs would lie for longer than those of a dead process. */
    private readonly doubtMs: number,
  ) {}

  /** @returns what was claimed; where the answer was lost, what the worker owns without knowing. @throws as the claim does otherwise. */
  async claim(
    workerId: string,
    known: ReadonlyMap<string, unknown>,
    ask: () => Promise<readonly ClaimedRun[]>,
  ): Promise<readonly ClaimedRun[]> {
    try {
      return await ask();
    } catch (cause) {
      if (!isUnknownClaim(cause)) throw cause;
      this.ports.logger.warn('the answer to a claim was lost', { workerId, cause });
      const nowMs = this.ports.clock.monotonicMs();
      const openSinceMs = this.of(workerId)?.openSinceMs ?? nowMs;
      this.doubt = { workerId, openSinceMs, askedAtMs: nowMs };
      return this.ask(this.doubt, known);
    }
  }

  /** @returns what the worker owns without knowing, where that has to be asked now. @throws what the store says when it does not answer. */
  async find(workerId: string, known: ReadonlyMap<string, unknown>): Promise<readonly ClaimedRun[]> {
    const doubt = this.of(workerId);
    if (doubt === null) return [];
    const isDue = this.ports.clock.monotonicMs() - doubt.askedAtMs >= ASK_AGAIN_MS;
    return isDue || doubt.openSinceMs !== null ? this.ask(doubt, known) : [];
  }

  /** Whether this lease has to go, since the store does not tell what stands under it. */
  isHopeless(workerId: string): boolean {
    const since = this.of(workerId)?.openSinceMs ?? null;
    return since !== null && this.ports.clock.monotonicMs() - since >= this.doubtMs;
  }

  /** Another id owns nothing of what this one lost. */
  private of(workerId: string): Doubt | null {
    return this.doubt?.workerId === workerId ? this.doubt : null;
  }

  /** What was known before the question is not new, whatever became of it meanwhile. */
  private async ask(doubt: Doubt, known: ReadonlyMap<string, unknown>): Promise<readonly ClaimedRun[]> {
    const before = new Set(known.keys());
    const owned = await this.ports.store.ownedRuns(doubt.workerId);
    doubt.openSinceMs = null;
    doubt.askedAtMs = this.ports.clock.monotonicMs();
    return owned.filter(({ runId }) => !before.has(runId));
  }
}
