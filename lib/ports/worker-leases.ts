// How a worker shows that it lives, by the store's clock; refuses to extend a lease that has run out.

/** The lease of a worker: one row, one heartbeat statement, whatever number of runs it owns. */
export interface WorkerLeases {
  /**
   * The lease runs `leaseMs` from now, by the store's clock. A worker id is used once. `stopEpoch`: the stops it acts by from its first moment.
   */
  register(workerId: string, host: string, leaseMs: number, stopEpoch: number): Promise<void>;
  /** Extends the lease to `leaseMs` from now. @returns false when it was lost: the worker must drop its runs and register anew. */
  heartbeat(workerId: string, leaseMs: number): Promise<boolean>;
  /** Ends the lease in order, so that its runs can be claimed at once, and none of them counts it as lost. */
  retire(workerId: string): Promise<void>;
  /** Ends a lease that can't be relied on: its runs can be claimed at once, as those of a worker that was lost. */
  giveUp(workerId: string): Promise<void>;
  /** The store's own time, epoch milliseconds: the one by which leases run out and runs are due. */
  now(): Promise<number>;
}
