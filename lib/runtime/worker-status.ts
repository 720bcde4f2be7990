// What a worker says of itself, for the pages that show whether it works.
export type WorkerStatus = {
  /** null before the first registration and while the lease is lost. */
  readonly workerId: string | null;
  readonly leaseHolds: boolean;
  readonly activeRuns: number;
  readonly slots: number;
  readonly draining: boolean;
};
