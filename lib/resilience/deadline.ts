// Deadlines are instants, timeouts durations; the run's deadline stands still while a person is waited for.

/**
 * Milliseconds of work the run has left, below 0 when it is over.
 * @param humanWaitSince while a person is waited for, work is measured up to the start of that wait.
 */
export function remainingMs(deadlineAt: string, humanWaitSince: string | null, nowMs: number): number {
  return (
    Date.parse(deadlineAt) - (humanWaitSince === null ? nowMs : Math.min(nowMs, Date.parse(humanWaitSince)))
  );
}

/** A step gets the smaller of its own timeout and what the run has left, never less than 0. */
export function stepTimeoutMs(ownTimeoutMs: number, runRemainingMs: number): number {
  return Math.max(0, Math.min(ownTimeoutMs, runRemainingMs));
}

/** The deadline after a wait that does not count, plus what a person granted in addition. */
export function extendedDeadline(
  deadlineAt: string,
  humanWaitSince: string | null,
  nowMs: number,
  grantedMs = 0,
): string {
  const waitedMs = humanWaitSince === null ? 0 : Math.max(0, nowMs - Date.parse(humanWaitSince));
  return new Date(Date.parse(deadlineAt) + waitedMs + grantedMs).toISOString();
}
