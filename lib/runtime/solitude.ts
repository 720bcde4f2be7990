// When a worker works one run alone, because processes were lost with it; refuses to let that keep all the others waiting for good.
import { ALONE_AFTER_LOST } from '@/lib/domain/lost-owners';
import type { Clock, Random } from '@/lib/ports/clock';
import type { ClaimedRun, RunClaims } from '@/lib/ports/run-claims';
import type { RunControl } from './run-control';
import { APART_PATIENCE_MS, APART_POLL_MS, LONGEST_SEEK_MS } from './runtime-constants';

type Ports = {
  readonly store: Pick<RunClaims, 'anyApart' | 'claimApart'>;
  readonly clock: Clock;
  readonly random: Random;
};
type AtWork = ReadonlyMap<string, { readonly control: Pick<RunControl, 'bell'> }>;

/**
 * Sought: nothing is taken on, and what is at work is given back after its step. Then one run is claimed and worked until it shows a result or is
 * left. As long as all that took, the others have their turn afterwards, so that they have half of the time at least.
 */
export class Solitude {
  private soughtAtMs: number | null = null;
  /** The run that is at work alone. */
  private alone: string | null = null;
  private restsUntilMs = Number.NEGATIVE_INFINITY;
  private askedAtMs = Number.NEGATIVE_INFINITY;
  /** Since a run that wants to be alone was first seen; idle workers take it before. */
  private patientUntilMs: number | null = null;

  constructor(
    private readonly ports: Ports,
    private readonly onOver: () => void,
  ) {}

  get isSought(): boolean {
    return this.soughtAtMs !== null;
  }

  /** Whether this run has to be given back for the sake of another one. */
  excludes(runId: string): boolean {
    return this.isSought && this.alone !== runId;
  }

  /** @returns the run to begin now; null when there is none, or others are still at work. @throws as the claim does. */
  async claim(workerId: string, atWork: AtWork): Promise<ClaimedRun | null> {
    if (this.alone !== null || !(await this.seeks(atWork))) return null;
    const run = await this.ports.store.claimApart(workerId);
    // Another worker was quicker, or it had gone on since: then it needs no solitude.
    if (run === null || (run.lost?.owners ?? 0) < ALONE_AFTER_LOST) this.end();
    else this.alone = run.runId;
    return run;
  }

  /** It has come to a result, or is not at work any more. */
  over(runId: string): void {
    if (this.alone === runId) this.end();
  }

  /** @returns true when nothing else is at work. */
  private async seeks(atWork: AtWork): Promise<boolean> {
    const { clock, store } = this.ports;
    const nowMs = clock.monotonicMs();
    if (this.soughtAtMs === null) {
      if (nowMs < this.restsUntilMs || nowMs - this.askedAtMs < APART_POLL_MS) return false;
      this.askedAtMs = nowMs;
      if (!(await store.anyApart())) {
        this.patientUntilMs = null;
        return false;
      }
      if (atWork.size > 0 && this.isPatient(nowMs)) return false;
      this.soughtAtMs = nowMs;
      for (const { control } of atWork.values()) control.bell.ring();
    }
    if (atWork.size === 0) return true;
    if (nowMs - this.soughtAtMs >= LONGEST_SEEK_MS) this.end();
    return false;
  }

  private isPatient(nowMs: number): boolean {
    this.patientUntilMs ??= nowMs + APART_PATIENCE_MS * (1 - this.ports.random.next() / 2);
    return nowMs < this.patientUntilMs;
  }

  private end(): void {
    const nowMs = this.ports.clock.monotonicMs();
    this.restsUntilMs = nowMs + nowMs - (this.soughtAtMs ?? nowMs);
    this.soughtAtMs = null;
    this.alone = null;
    this.onOver();
  }
}
