// What stands between a call that was begun and its first byte: asked before it is begun, and once more when everything else is ready.
import { CodedError } from '@/lib/domain/errors';
import type { Clock } from '@/lib/ports/clock';
import type { Permit } from './run-control';
import { refuseWhereStopped, refuseWhereTold } from './stopped';

/** The code of a call that was not sent because this worker can't prove that the run is its own; the run has to go. */
export const LEASE_UNPROVEN = 'lease_unproven';

/** @throws CodedError refused, nothing was sent: `lease_unproven`, `halted`, `agent_paused`. */
export function requireLeave(permit: Permit): void {
  if (!permit.holdsLease()) {
    const message = 'This worker could not prove its lease, so nothing was sent.';
    throw new CodedError(LEASE_UNPROVEN, 'refused', message);
  }
  refuseWhereStopped(permit);
}

/**
 * For the moment at which secrets are read, the name is resolved and the connection stands: all that may have taken its time. Begins to measure now.
 * @returns what throws a CodedError where nothing may leave any more: refused as above and `run_paused`, `run_cancelled`; retryable `timeout` when
 * the time is over, though its timer may not have rung.
 */
export function lastLook(permit: Permit, clock: Pick<Clock, 'monotonicMs'>, timeoutMs: number): () => void {
  const endsMs = clock.monotonicMs() + timeoutMs;
  return () => {
    requireLeave(permit);
    refuseWhereTold(permit);
    if (clock.monotonicMs() < endsMs) return;
    throw new CodedError('timeout', 'retryable', `Nothing was sent within ${timeoutMs} ms.`);
  };
}
