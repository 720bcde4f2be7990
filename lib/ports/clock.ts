// Time, waiting and randomness as the runtime sees them, so that tests and replays can hold them still.

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds that never run backwards, for durations and leases. */
  monotonicMs(): number;
  /** Resolves after `ms`, or at once when the signal is aborted; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
}

export function isoAt(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
