// How a worker's advance of a run ends, and why it may have to let it go at once.

/**
 * dropped: another worker owns the run. unproven: this one can't prove that it does, though the store may think so; its lease has to go, or the
 * run would stay with a worker that no longer works on it. In both cases nothing more was sent.
 */
export type AdvanceOutcome = 'parked' | 'ended' | 'released' | 'dropped' | 'unproven';

/** `fenced`: another worker owns the run, that is certain. `unproven`: this worker can't prove its lease; the store may still take it for the owner. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
  constructor(readonly why: 'fenced' | 'unproven') {
    super(why === 'fenced' ? 'another worker owns the run' : 'the lease can not be proven');
  }
}

export function outcomeOfLoss({ why }: LeaseLostError): AdvanceOutcome {
  return why === 'fenced' ? 'dropped' : 'unproven';
}
