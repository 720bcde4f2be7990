// Takes dry runs past the worker's own places, a few at a time: what is only tried keeps no run of the business waiting, and waits for none.
import { isDryRun } from '@/lib/domain/fork';
import type { Clock } from '@/lib/ports/clock';
import type { ClaimedRun, RunClaims } from '@/lib/ports/run-claims';
import type { Budgets } from './budgets';
import { dryPorts } from './dry-ports';
import { CANCELLED_POLL_MS } from './runtime-constants';
import type { AdvancePorts, RuntimePorts } from './runtime-ports';

/** Side by side in one process. */
export const DRY_PLACES = 2;

type Active = ReadonlyMap<string, unknown>;

export const dryRunsAmong = (active: Active): number => [...active.keys()].filter(isDryRun).length;

/** What this run is driven with. */
export function portsFor(runId: string, ports: RuntimePorts, budgets: () => Budgets): AdvancePorts {
  return isDryRun(runId) ? dryPorts(ports) : { ...ports, budgets: budgets() };
}

export class DryRuns {
  private askedAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly ports: { readonly store: Pick<RunClaims, 'claimDry'>; readonly clock: Clock },
  ) {}

  /** Those that are due, now and then only, however often it is asked; or the one that is named, at once. @throws as the claim does. */
  async claim(workerId: string, active: Active, runId?: string): Promise<readonly ClaimedRun[]> {
    const free = DRY_PLACES - dryRunsAmong(active);
    const nowMs = this.ports.clock.monotonicMs();
    if (free < 1 || (runId === undefined && nowMs - this.askedAtMs < CANCELLED_POLL_MS)) return [];
    if (runId === undefined) this.askedAtMs = nowMs;
    return this.ports.store.claimDry(workerId, free, runId);
  }
}
