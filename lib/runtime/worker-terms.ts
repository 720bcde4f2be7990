// What a worker is told at its start, and what it says of itself to those who ask whether it works.

import type { BudgetLedger } from '@/lib/ports/budget-ledger';
import type { StopReader } from '@/lib/ports/stops';
import type { WorkerLeases } from '@/lib/ports/worker-leases';
import type { RuntimePorts } from './runtime-ports';

export type WorkerPorts = RuntimePorts & {
  readonly leases: WorkerLeases;
  readonly stops: StopReader;
  readonly ledger: BudgetLedger;
};

export type WorkerOptions = {
  /** Stands on the worker's row, for people. */
  readonly host: string;
  /** Runs that are advanced side by side. */
  readonly slots: number;
  /** The heartbeat comes every third of it. */
  readonly leaseMs: number;
};
export type WorkerStatus = {
  /** null before the first registration and while the lease is lost. */
  readonly workerId: string | null;
  readonly leaseHolds: boolean;
  readonly activeRuns: number;
  readonly slots: number;
  readonly draining: boolean;
};
